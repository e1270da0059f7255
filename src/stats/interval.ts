// Confidence intervals over independent replications.
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { studentTQuantile } from './student-t.ts';

export interface Interval {
  readonly mean: number;
  /** Null where none can be given; `why` says why. */
  readonly halfWidth: number | null;
  readonly why: string | null;
}

/**
 * Student t interval of the mean of independent values.
 * @param level e.g. 0.95: the share of such intervals that hold the truth.
 * @throws RangeError without values.
 */
export function meanInterval(values: readonly number[], level: number): Interval {
  const count = values.length;
  if (count === 0) throw new RangeError('an interval of no values');
  const centre = mean(values as number[]);
  if (count === 1) return { mean: centre, halfWidth: null, why: 'one replication gives no interval' };
  const halfWidth =
    (studentTQuantile((1 + level) / 2, count - 1) * sampleStandardDeviation(values as number[])) / Math.sqrt(count);
  return { mean: centre, halfWidth, why: null };
}
