// What pairing two runs gained: shared by common random numbers and antithetic pairs.
import { sampleCorrelation, sampleVariance } from 'simple-statistics';
import { requirePairs } from './guard.ts';
import { type Interval, meanInterval } from './interval.ts';

export interface PairedEstimate {
  readonly interval: Interval;
  /** Correlation of the two lists, −1 … 1; null when one of them does not vary, or for fewer than three pairs. */
  readonly correlation: number | null;
  /**
   * Share of the variance that pairing removed, compared with as many independent runs: 1 all of it, 0 none, below 0 it did harm. Null
   * as for the correlation.
   */
  readonly varianceReduction: number | null;
}

/**
 * @param first, second one value of each pair, at least one pair. @param weight of the second in the combination first + weight · second.
 * @param scale of the combination.
 * @throws RangeError for lists of different lengths or without values.
 */
export function pairedEstimate(
  first: readonly number[],
  second: readonly number[],
  weight: 1 | -1,
  scale: number,
  level: number,
): PairedEstimate {
  requirePairs(first, second);
  const combined = first.map((value, i) => scale * (value + weight * second[i]!));
  const interval = meanInterval(combined, level);
  const [a, b] = [first as number[], second as number[]];
  if (a.length < 3 || sampleVariance(a) === 0 || sampleVariance(b) === 0)
    return { interval, correlation: null, varianceReduction: null };
  const independent = scale * scale * (sampleVariance(a) + sampleVariance(b));
  return {
    interval,
    correlation: sampleCorrelation(a, b),
    varianceReduction: 1 - sampleVariance(combined) / independent,
  };
}
