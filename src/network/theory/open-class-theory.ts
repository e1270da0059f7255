// What theory says of an open class on its whole way, from what it says of the stations.
import type { ClassMetric } from '../network-result.ts';
import { closure, stationsByName, stationsOf, targetsOf } from '../routes.ts';
import type { Network } from '../schema.ts';
import { isTimed } from '../station-kinds.ts';
import { toDistribution } from '../to-distribution.ts';
import { externalRate } from '../traffic.ts';
import type { Feeds } from './feeds.ts';
import type { Finding, StationTheory } from './finding.ts';
import { forkJoinTheory } from './fork-join-theory.ts';
import type { Theory } from './theory.ts';

export interface Known {
  readonly feeds: Feeds;
  readonly stations: ReadonlyMap<string, StationTheory>;
  readonly findings: ReadonlyMap<string, Finding>;
}

type Metrics = Partial<Record<ClassMetric, Theory>>;

const total = (parts: readonly Theory[], method: string): Theory => ({
  value: parts.reduce((sum, { value }) => sum + value, 0),
  exact: parts.every(({ exact }) => exact),
  method: parts.length === 1 ? parts[0]!.method : method,
});

/** Stations where customers are on their way as a whole, not in parts. */
function wholeStations(network: Network, cls: number): Set<string> {
  const { route } = network.classes[cls]!;
  const byName = stationsByName(network);
  const places = closure(targetsOf(route['in']), (from) => {
    const spec = byName.get(from);
    return targetsOf(route[spec?.type === 'fork' ? spec.join : from]);
  });
  places.delete('out');
  return places;
}

/** Nobody is lost: the response is the sum of the visits to all stations, each as often as it happens. */
function passing(network: Network, cls: number, external: number, { feeds, stations }: Known): Metrics {
  const rates = feeds.rates[cls]!;
  const parts: Theory[] = [];
  for (const name of wholeStations(network, cls)) {
    const index = network.stations.findIndex((station) => station.name === name);
    const spec = network.stations[index]!;
    if (!isTimed(spec) && spec.type !== 'fork') continue;
    const time = isTimed(spec)
      ? stations.get(name)?.classes[cls]?.meanResponseSeconds
      : forkJoinTheory(network, feeds, cls, index);
    if (!time) return {};
    parts.push({ ...time, value: (time.value * rates[index]!) / external });
  }
  const meanResponseSeconds = total(parts, 'sum over stations');
  return { meanResponseSeconds, meanNumber: { ...meanResponseSeconds, value: meanResponseSeconds.value * external } };
}

/** Every customer visits one station, where some may be lost, and leaves. */
function losing(network: Network, cls: number, external: number, { stations }: Known): Metrics {
  const { route } = network.classes[cls]!;
  const visits = targetsOf(route['in']).map((name) => {
    const only = targetsOf(route[name]).every((to) => to === 'out');
    const { throughputPerSecond, meanNumber, meanResponseSeconds } = stations.get(name)?.classes[cls] ?? {};
    return only && throughputPerSecond && meanNumber && meanResponseSeconds
      ? { throughputPerSecond, meanNumber, meanResponseSeconds }
      : null;
  });
  if (!visits.every((visit) => visit !== null)) return {};
  const throughput = total(
    visits.map((visit) => visit.throughputPerSecond),
    'sum over stations',
  );
  const spent = total(
    visits.map(({ throughputPerSecond, meanResponseSeconds }) => ({
      ...meanResponseSeconds,
      value: throughputPerSecond.value * meanResponseSeconds.value,
    })),
    'mean over stations',
  );
  return {
    throughputPerSecond: throughput,
    meanNumber: total(
      visits.map((visit) => visit.meanNumber),
      'sum over stations',
    ),
    meanResponseSeconds: { ...spent, value: spent.value / throughput.value },
    lossProbability: { ...throughput, value: Math.max(0, 1 - throughput.value / external) },
  };
}

/** Where a customer makes a single visit whose law of response is known. */
function quantiles(network: Network, cls: number, { findings }: Known): Metrics {
  const { route, serviceSeconds } = network.classes[cls]!;
  const [name, ...others] = targetsOf(route['in']);
  if (name === undefined || others.length > 0 || targetsOf(route[name]).some((to) => to !== 'out')) return {};
  const station = network.stations.find((spec) => spec.name === name);
  const service = serviceSeconds[name];
  const known = findings.get(name)?.responseQuantilesSeconds;
  const metrics = (how: { exact: boolean; method: string }, of: (share: number) => number): Metrics => ({
    medianResponseSeconds: { ...how, value: of(0.5) },
    p95ResponseSeconds: { ...how, value: of(0.95) },
    p99ResponseSeconds: { ...how, value: of(0.99) },
  });
  if (station?.type === 'delay' && service !== undefined)
    return metrics({ exact: true, method: 'service time' }, (share) => toDistribution(service).quantile(share));
  if (known === undefined) return {};
  const { exact, method } = findings.get(name)!;
  return metrics({ exact, method }, (share) => (share === 0.5 ? known.p50 : share === 0.95 ? known.p95 : known.p99));
}

/** @param cls index of an open class. */
export function openClassTheory(network: Network, cls: number, known: Known): Metrics {
  const spec = network.classes[cls]!;
  const external = externalRate(spec);
  if (!external || known.feeds.rates[cls] === null) return {};
  const places = [...stationsOf(spec, stationsByName(network))].map((name) =>
    network.stations.findIndex((station) => station.name === name),
  );
  const { feeds } = known;
  const safe = places.every((index) => feeds.of(index) !== null && feeds.passes(index));
  if (!safe) return { ...losing(network, cls, external, known), ...quantiles(network, cls, known) };
  return {
    throughputPerSecond: { value: external, exact: true, method: 'traffic equations' },
    ...passing(network, cls, external, known),
    ...quantiles(network, cls, known),
  };
}
