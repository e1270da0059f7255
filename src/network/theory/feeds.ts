// What the stream of customers that comes to a station is like, from what lies before it: the question on which it depends whether a
// formula for Poisson arrivals is exact there.
import type { DistributionSpec } from '../distribution-spec.ts';
import { closure, keepsCustomers, placesAfter, stationsByName, stationsOf, targetsOf } from '../routes.ts';
import type { ClassSpec, Network } from '../schema.ts';
import { isServing, isTimed } from '../station-kinds.ts';
import { visitRates } from '../traffic.ts';
import { lawOf } from './law.ts';
import { isQuasiReversible } from './quasi-reversible.ts';
import { type StationLoad, stationLoad } from './station-load.ts';

/**
 * poisson: a Poisson process. productForm: none, as customers come back, but stations that keep the product form have the same means as if.
 * batches, renewal: one class straight from outside. decomposed: what other stations made of Poisson or renewal streams. bursty: anything
 * else. The rates of all these are known.
 */
export type Feed =
  | { readonly kind: 'poisson' | 'productForm' | 'decomposed' | 'bursty' }
  | { readonly kind: 'batches'; readonly size: DistributionSpec }
  | { readonly kind: 'renewal'; readonly gaps: DistributionSpec };

export interface Feeds {
  /** Visits a second of each class to each station, `rates[class][station]`; null where they are unknown or the class is closed. */
  readonly rates: readonly (readonly number[] | null)[];
  /** By index of the station; null where nobody comes or rates are unknown. */
  readonly loads: readonly (StationLoad | null)[];
  /** What comes to a station; null where not even the rates are sure. */
  readonly of: (station: number) => Feed | null;
  /** Whatever comes to a station goes on: nobody is lost or held up, and the station keeps up. */
  readonly passes: (station: number) => boolean;
}

const isPoisson = ({ arrivals, batchSize }: ClassSpec): boolean =>
  batchSize === undefined &&
  (arrivals?.process === 'poisson' ||
    (arrivals?.process === 'renewal' && lawOf(arrivals.gapSeconds).kind === 'exponential'));

/** Over a run that is no whole number of periods a profile's rate is not its mean. */
function isSteady({ arrivals }: ClassSpec, lengthSeconds: number): boolean {
  if (arrivals?.process !== 'profile') return true;
  const periods = lengthSeconds / (arrivals.stepSeconds * arrivals.ratesPerSecond.length);
  return Math.abs(periods - Math.round(periods)) < 1e-9 * periods && periods > 0.5;
}

/** @param network checked by `checkNetwork`. */
export function feedsOf(network: Network): Feeds {
  const { stations, classes, run } = network;
  const byName = stationsByName(network);
  const indexOf = new Map(stations.map(({ name }, index) => [name, index]));
  const visited = classes.map((cls) => stationsOf(cls, byName));
  const rates = classes.map((cls) =>
    cls.population === undefined && isSteady(cls, run.lengthSeconds) ? visitRates(network, cls) : null,
  );
  const loads = stations.map((station, index) =>
    isTimed(station) ? stationLoad(network, station, (cls) => rates[cls]?.[index] ?? 0) : null,
  );

  const before = new Map<string, Set<string>>();
  for (const [index, cls] of classes.entries()) {
    for (const from of visited[index]!) {
      for (const to of placesAfter(cls, byName, from)) before.set(to, (before.get(to) ?? new Set()).add(from));
    }
  }
  /** Stations from which customers of any class may come to one, themselves or others in their place. */
  const upstream = (name: string): Set<string> =>
    closure([...(before.get(name) ?? [])], (place) => before.get(place) ?? []);

  const passes = (index: number): boolean => {
    const station = stations[index]!;
    if (keepsCustomers(network, station.name) || station.type === 'acquire') return false;
    if (!isServing(station)) return true;
    const impatient = classes.some(({ patienceSeconds }, cls) => {
      return patienceSeconds[station.name] !== undefined && visited[cls]!.has(station.name);
    });
    return station.room === undefined && !impatient && (loads[index]?.stable ?? true);
  };

  /** Poisson streams go in at all of these and come out of each as Poisson streams (Kelly, Reversibility, 1979, ch. 3). */
  const keepsPoisson = (place: string, goal: string): boolean => {
    const index = indexOf.get(place)!;
    const station = stations[index]!;
    if (station.type === 'fork') {
      // Parts of one customer in one stream would come together.
      const ways = station.branches.filter(
        (branch) =>
          branch === goal ||
          closure([branch], (from) => classes.flatMap((cls) => placesAfter(cls, byName, from))).has(goal),
      );
      return ways.length === 1;
    }
    const load = loads[index];
    return isTimed(station) && (load ? isQuasiReversible(load) : true);
  };

  const feedOf = (index: number): Feed | null => {
    const station = stations[index]!;
    const { name } = station;
    if (keepsCustomers(network, name)) return null;
    const sources = upstream(name);
    const involved = classes.filter((_, cls) => [name, ...sources].some((place) => visited[cls]!.has(place)));
    const known = classes.every((cls, at) => !involved.includes(cls) || rates[at] !== null);
    if (!known || ![...sources].every((place) => passes(indexOf.get(place)!))) return null;
    const blocks = isServing(station) && station.room !== undefined && station.whenFull === 'block';
    if (blocks && sources.size > 0) return null;
    const poisson = involved.every(isPoisson);
    if (poisson && [...sources].every((place) => keepsPoisson(place, name)))
      return { kind: sources.has(name) ? 'productForm' : 'poisson' };
    const [only] = involved;
    const straight = sources.size === 0 && involved.length === 1 && targetsOf(only?.route['in']).length === 1;
    if (straight && only?.batchSize !== undefined && only.arrivals?.process === 'poisson')
      return { kind: 'batches', size: only.batchSize };
    if (straight && only?.batchSize === undefined && only?.arrivals?.process === 'renewal')
      return { kind: 'renewal', gaps: only.arrivals.gapSeconds };
    const mild = involved.every((cls) => isPoisson(cls) || (cls.arrivals?.process === 'renewal' && !cls.batchSize));
    return { kind: mild ? 'decomposed' : 'bursty' };
  };

  const seen = new Map<number, Feed | null>();
  const of = (index: number): Feed | null => {
    const known = seen.get(index);
    if (known !== undefined) return known;
    const feed = feedOf(index);
    seen.set(index, feed);
    return feed;
  };
  return { rates, loads, of, passes };
}
