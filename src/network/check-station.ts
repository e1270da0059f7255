// What does not fit together in the description of one station.
import { nearest } from '../config/validate.ts';
import { type Problem, shown } from '../core/problem.ts';
import { distributionProblems } from './check-distribution.ts';
import type { Network, StationSpec } from './schema.ts';
import { isServing, type ServingSpec } from './station-kinds.ts';

/** A name that nothing has. */
export function unknownName(path: string, name: string, known: readonly string[]): Problem {
  const near = nearest(name, known);
  return {
    path,
    got: shown(name),
    wanted: known.length > 0 ? `one of ${known.join(', ')}` : 'a name that is declared',
    hint: near ? `Did you mean "${near}"?` : 'Add it, or use one of those.',
  };
}

function servingProblems(path: string, station: ServingSpec): Problem[] {
  const { servers, room, schedule, outages, whenFull, retrySeconds } = station;
  const problems = [
    ...distributionProblems(`${path}.retrySeconds`, retrySeconds, 'above zero'),
    ...distributionProblems(`${path}.outages.upSeconds`, outages?.upSeconds, 'above zero'),
    ...distributionProblems(`${path}.outages.downSeconds`, outages?.downSeconds),
  ];
  const say = (key: string, got: string, wanted: string, hint: string): void => {
    problems.push({ path: `${path}.${key}`, got, wanted, hint });
  };
  if (whenFull === 'defer' && retrySeconds === undefined)
    say('retrySeconds', 'nothing', 'a distribution', 'Say when a deferred customer comes again.');
  if (schedule && outages)
    say('outages', 'a schedule too', 'one of the two', 'Servers follow a schedule or break down.');
  if (schedule?.servers.every((count) => count === 0))
    say('schedule.servers', 'no server at any time', 'a server at some time', 'Nobody would ever be served.');
  const most = schedule ? Math.max(...schedule.servers) : servers;
  if (room !== undefined && room < most)
    say('room', String(room), `at least ${most}, the servers`, 'Room counts who is served too.');
  const together = outages?.together ?? 1;
  if (servers % together !== 0)
    say('outages.together', String(together), `a divisor of ${servers}, the servers`, 'Servers fail in equal groups.');
  return problems;
}

/** @returns everything that does not fit. */
export function stationProblems(network: Network, station: StationSpec, path: string): Problem[] {
  const names = (type?: StationSpec['type']): string[] =>
    network.stations.filter((other) => type === undefined || other.type === type).map(({ name }) => name);
  if (isServing(station)) return servingProblems(path, station);
  if (station.type === 'fork') {
    const known = names();
    return [
      ...station.branches.flatMap((name, branch) =>
        known.includes(name) ? [] : [unknownName(`${path}.branches[${branch}]`, name, known)],
      ),
      ...(names('join').includes(station.join) ? [] : [unknownName(`${path}.join`, station.join, names('join'))]),
    ];
  }
  if (station.type === 'acquire' || station.type === 'release') {
    const pool = network.pools.find(({ name }) => name === station.pool);
    if (!pool)
      return [
        unknownName(
          `${path}.pool`,
          station.pool,
          network.pools.map(({ name }) => name),
        ),
      ];
    if (station.type === 'acquire' && station.tokens > pool.tokens) {
      const wanted = `at most ${pool.tokens}, the tokens of ${pool.name}`;
      return [{ path: `${path}.tokens`, got: String(station.tokens), wanted, hint: 'They could never be had.' }];
    }
  }
  return [];
}
