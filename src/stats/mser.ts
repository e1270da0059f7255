// MSER: how much of the start of a series to leave out, found from the series itself.
import { requireCount } from './guard.ts';

/** Below this many batches at the end the rule sees chance agreement of a few values. */
const LEAST_LEFT = 5;

export interface Truncation {
  /** How many of the given values to leave out; they belong to the warm-up. */
  readonly truncateBefore: number;
  /** The rule's measure with d batches left out, for d = 0, 1 …: the squared standard error that the mean of the rest would have. */
  readonly curve: readonly number[];
  /** Values in a batch. */
  readonly batchSize: number;
  /** False when the series is too short to tell: do not use `truncateBefore`. */
  readonly reliable: boolean;
  /** Why it is not reliable; null where it is. */
  readonly why: string | null;
}

/** Sum of squared deviations of what is left, over its squared number, for every start; from the end to the front (Welford). */
function marginalErrors(batches: readonly number[]): number[] {
  const curve = new Array<number>(batches.length);
  let mean = 0;
  let squares = 0;
  for (let left = 1; left <= batches.length; left += 1) {
    const value = batches[batches.length - left]!;
    const step = value - mean;
    mean += step / left;
    squares += step * (value - mean);
    curve[batches.length - left] = squares / (left * left);
  }
  return curve.slice(0, Math.max(0, batches.length - LEAST_LEFT + 1));
}

/**
 * Finds the truncation with the least marginal standard error (MSER-5 with the usual batch of five).
 * @param series in order of time: observations of one run, or their averages over replications, which show the warm-up more clearly.
 * @param batchSize values in a batch; 1 for values that are batch means already. What does not fill the last batch is left out.
 * @returns unreliable when the least lies in the last half, where Franklin and White advise a longer run.
 * @throws RangeError for a batch size that is not a whole number above 0.
 * SOURCE: White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69(6), 1997; Franklin and White,
 * "Stationarity tests and MSER-5", Proc. Winter Simulation Conference 2008.
 */
export function mser(series: readonly number[], batchSize = 5): Truncation {
  requireCount('batchSize', batchSize, 1);
  const batches = Array.from({ length: Math.floor(series.length / batchSize) }, (_, batch) => {
    let sum = 0;
    for (let i = batch * batchSize; i < (batch + 1) * batchSize; i += 1) sum += series[i]!;
    return sum / batchSize;
  });
  const curve = marginalErrors(batches);
  const found = (batchesLeftOut: number, why: string | null): Truncation => ({
    truncateBefore: batchesLeftOut * batchSize,
    curve,
    batchSize,
    reliable: why === null,
    why,
  });
  if (batches.length < 2 * LEAST_LEFT)
    return found(0, `${series.length} values are too few: ${2 * LEAST_LEFT * batchSize} are needed`);
  const best = curve.reduce((least, value, d) => (value < curve[least]! ? d : least), 0);
  return found(
    best,
    best > batches.length / 2 ? 'the least lies in the last half of the series: a longer run is needed' : null,
  );
}
