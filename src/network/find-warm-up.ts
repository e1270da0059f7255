// How long a network takes to forget that it began empty: MSER-5 on the number of customers at each station, averaged over a few pilot
// replications.
import { Kernel } from '../sim/kernel.ts';
import type { Station } from '../sim/station.ts';
import { averageOverReplications } from '../stats/average-over-replications.ts';
import { mser } from '../stats/mser.ts';
import { buildNetwork } from './build-network.ts';
import { explained } from './explained.ts';
import { purposeStreams } from './replicate-network.ts';
import type { Network } from './schema.ts';
import { isTimed } from './station-kinds.ts';

const PILOTS = 10;
const SLICES = 500;
/** Pilots that show no end of the warm-up are made twice as long, so often: until they are as long as the run itself. */
const DOUBLINGS = 2;

export interface WarmUpPlot {
  readonly station: string;
  /** Ends of slices of time from the empty start, and the number of customers in each slice, averaged over the pilots. */
  readonly seconds: readonly number[];
  readonly meanNumber: readonly number[];
  /** The rule's measure with none, one, two … of the slices left out; shorter than the slices. The least of it ends the warm-up. */
  readonly measure: readonly number[];
}

export interface WarmUp {
  readonly seconds: number;
  readonly method: 'given' | 'MSER-5';
  /** False: no end of the warm-up was seen; `why` says more. */
  readonly reliable: boolean;
  readonly why: string | null;
  /** The station that takes longest, for a plot. Null where the warm-up was given. */
  readonly plot: WarmUpPlot | null;
}

const present = (station: Station, now: number): number =>
  station.visits.reduce((sum, { number }) => sum + number.area(now), 0);

/** `numbers[station][slice]`: mean number of customers at each station in each slice of time, from an empty start. */
function pilot(network: Network, seconds: number, replication: number): number[][] {
  const kernel = new Kernel(network.run.maxEvents);
  const open = purposeStreams(network, replication);
  const built = buildNetwork(network, kernel, (purpose) => open(`pilot.${purpose}`));
  const stations = built.nodes.flatMap((node) => (node.kind === 'station' ? [node.station] : []));
  const slice = seconds / SLICES;
  const numbers = stations.map((): number[] => []);
  let before = stations.map(() => 0);
  return explained(network, kernel, `pilot ${replication}`, () => {
    built.start();
    for (let index = 1; index <= SLICES; index += 1) {
      kernel.run(index * slice);
      const areas = stations.map((station) => present(station, kernel.now));
      for (const [place, area] of areas.entries()) numbers[place]!.push((area - before[place]!) / slice);
      before = areas;
    }
    return numbers;
  });
}

/** One look: pilots of so many seconds, the longest truncation of all stations. */
function look(network: Network, names: readonly string[], seconds: number): WarmUp {
  const pilots = Array.from({ length: PILOTS }, (_, replication) => pilot(network, seconds, replication));
  const averaged = names.map((_, station) => averageOverReplications(pilots.map((numbers) => numbers[station]!)));
  const found = averaged.map((series) => mser(series));
  const slowest = found.reduce(
    (most, { truncateBefore }, station) => (truncateBefore > found[most]!.truncateBefore ? station : most),
    0,
  );
  const { truncateBefore, curve, batchSize, reliable, why } = found[slowest]!;
  const slice = seconds / SLICES;
  const series = averaged[slowest]!;
  const batches = Array.from({ length: Math.floor(series.length / batchSize) }, (_, batch) =>
    series.slice(batch * batchSize, (batch + 1) * batchSize),
  );
  return {
    seconds: truncateBefore * slice,
    method: 'MSER-5',
    reliable,
    why,
    plot: {
      station: names[slowest]!,
      seconds: batches.map((_, batch) => (batch + 1) * batchSize * slice),
      meanNumber: batches.map((batch) => batch.reduce((sum, number) => sum + number, 0) / batchSize),
      measure: curve,
    },
  };
}

/** The warm-up as it was given, or found from pilots as long as the run that is wanted, or longer. */
export function findWarmUp(network: Network): WarmUp {
  const { warmUpSeconds, lengthSeconds } = network.run;
  if (warmUpSeconds !== 'auto') {
    return { seconds: warmUpSeconds, method: 'given', reliable: true, why: null, plot: null };
  }
  const names = network.stations.filter(isTimed).map(({ name }) => name);
  let seconds = lengthSeconds / 4;
  let found = look(network, names, seconds);
  for (let doubling = 0; doubling < DOUBLINGS && !found.reliable; doubling += 1) {
    seconds *= 2;
    found = look(network, names, seconds);
  }
  return found;
}
