// Confidence intervals: what one is, and that of a mean over independent replications.
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { requireLevel } from './guard.ts';
import { studentTQuantile } from './student-t.ts';

/** An estimate with its confidence interval, or with the reason why there is none. All numbers in the unit of the values. */
export interface Interval {
  /** The estimate itself: a mean, a ratio, a quantile. */
  readonly mean: number;
  /** Mean ± half width holds the interval; of one that is not symmetric this is the longer side. Null where none can be given. */
  readonly halfWidth: number | null;
  /** The ends; null together with the half width. */
  readonly low: number | null;
  readonly high: number | null;
  /** Why no interval can be given; null where one is. */
  readonly why: string | null;
}

export const symmetricInterval = (mean: number, halfWidth: number): Interval => ({
  mean,
  halfWidth,
  low: mean - halfWidth,
  high: mean + halfWidth,
  why: null,
});

export const noInterval = (mean: number, why: string): Interval => ({
  mean,
  halfWidth: null,
  low: null,
  high: null,
  why,
});

/**
 * Student t interval of the mean of independent values, e.g. one of each replication.
 * @param values at least one. @param level e.g. 0.95: the share of such intervals that hold the truth.
 * @throws RangeError without values, or for a level that is not between 0 and 1.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 4.5 and 9.4.1.
 */
export function meanInterval(values: readonly number[], level: number): Interval {
  const count = values.length;
  if (count === 0) throw new RangeError('an interval of no values');
  requireLevel('level', level);
  const centre = mean(values as number[]);
  if (count === 1) return noInterval(centre, 'one replication gives no interval');
  const deviation = sampleStandardDeviation(values as number[]);
  return symmetricInterval(centre, (studentTQuantile((1 + level) / 2, count - 1) * deviation) / Math.sqrt(count));
}
