// A fork to equal M/M/1 queues that nobody else uses, and back together.
import { forkJoin } from '../../queueing/stations/fork-join.ts';
import { targetsOf } from '../routes.ts';
import type { Network } from '../schema.ts';
import type { Feeds } from './feeds.ts';
import { common } from './law.ts';
import type { Theory } from './theory.ts';

/** The approximation was checked up to here. */
const MOST_BRANCHES = 32;

/** Mean time of a customer from a fork to its join; null where no formula fits. @param index of the fork among the stations. */
export function forkJoinTheory(network: Network, feeds: Feeds, cls: number, index: number): Theory | null {
  const fork = network.stations[index]!;
  if (fork.type !== 'fork' || fork.branches.length > MOST_BRANCHES) return null;
  const loads = fork.branches.map((branch) => {
    const at = network.stations.findIndex(({ name }) => name === branch);
    const load = feeds.loads[at];
    const straight = targetsOf(network.classes[cls]!.route[branch]).every((to) => to === fork.join);
    const fits = feeds.of(at)?.kind === 'poisson' && feeds.passes(at) && straight && load?.classes.length === 1;
    return fits ? load : null;
  });
  if (!loads.every((load) => load !== null)) return null;
  const plain = loads.every(({ station: s }) => s.type === 'queue' && s.servers === 1 && !s.schedule && !s.outages);
  const service = common(
    'exponential',
    loads.map(({ classes }) => classes[0]!.service),
  );
  if (!plain || service === null) return null;
  const { exact, method, meanResponseSeconds } = forkJoin({
    arrivalRatePerSecond: loads[0]!.ratePerSecond,
    serviceSeconds: service.meanSeconds,
    branches: fork.branches.length,
  });
  return { value: meanResponseSeconds, exact, method };
}
