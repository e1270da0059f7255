// Routes of a class, read: where customers may go next, with which chance, and what can be reached.
import type { ClassSpec, Network, StationSpec } from './schema.ts';

type Route = ClassSpec['route'][string] | undefined;

/** Where a route leads, each with its chance, above zero. Chances that a file rounded are scaled to add up to 1. */
export function branchesOf(route: Route): readonly (readonly [to: string, chance: number])[] {
  if (route === undefined) return [];
  if (typeof route === 'string') return [[route, 1]];
  const sum = Object.values(route).reduce((total, chance) => total + chance, 0);
  return Object.entries(route).flatMap(([to, chance]) => (chance > 0 ? [[to, chance / sum] as const] : []));
}

/** Where a route leads with a chance above zero. */
export const targetsOf = (route: Route): readonly string[] => branchesOf(route).map(([to]) => to);

/** The chance that a route leads to a place. */
export const chanceOf = (route: Route, place: string): number =>
  branchesOf(route).reduce((sum, [to, chance]) => (to === place ? sum + chance : sum), 0);

/** Everything that can be reached in steps, the start among it. */
export function closure<T>(start: Iterable<T>, step: (from: T) => Iterable<T>): Set<T> {
  const seen = new Set(start);
  for (const from of seen) for (const to of step(from)) seen.add(to);
  return seen;
}

export const stationsByName = (network: Network): ReadonlyMap<string, StationSpec> =>
  new Map(network.stations.map((station) => [station.name, station]));

/** Places that customers of a class, or parts of them, come to after a station. A fork leads to its branches and, as a whole, to its join. */
export const placesAfter = (
  cls: ClassSpec,
  stations: ReadonlyMap<string, StationSpec>,
  from: string,
): readonly string[] => {
  const station = stations.get(from);
  return station?.type === 'fork' ? [...station.branches, station.join] : targetsOf(cls.route[from]);
};

/** Stations that a class comes to, whole or in parts. */
export function stationsOf(cls: ClassSpec, stations: ReadonlyMap<string, StationSpec>): Set<string> {
  const places = closure(targetsOf(cls.route['in']), (from) => placesAfter(cls, stations, from));
  places.delete('out');
  return places;
}

/** Does anybody go from here to a station where one waits at the door? Then servers are kept until there is room. */
export function keepsCustomers({ stations, classes }: Network, name: string): boolean {
  const from = stations.find((station) => station.name === name);
  if (from?.type !== 'queue' && from?.type !== 'delay') return false;
  const blocks = (to: string): boolean => {
    const station = stations.find((other) => other.name === to);
    return station !== undefined && 'room' in station && station.room !== undefined && station.whenFull === 'block';
  };
  return classes.some(({ route }) => targetsOf(route[name]).some(blocks));
}
