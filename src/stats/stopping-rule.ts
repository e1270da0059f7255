// When enough replications have been made: a relative half width that was asked for, reached one replication at a time.
import { requireCount, requireLevel, requirePositive } from './guard.ts';
import { type Interval, meanInterval } from './interval.ts';
import { studentTQuantile } from './student-t.ts';

export interface PrecisionGoal {
  /** γ: the wanted largest relative error of the mean, e.g. 0.05. */
  readonly relativeError: number;
  /** Confidence level, e.g. 0.95. */
  readonly level: number;
  /** Replications to make before the rule is asked; below ten it stops too early too often. */
  readonly atLeast: number;
  /** Replications after which to stop in any case. */
  readonly atMost: number;
}

export interface StoppingAdvice {
  readonly stop: boolean;
  readonly because: 'precise' | 'most reached' | 'too few' | 'not precise';
  readonly interval: Interval;
  /** How many more the present variance calls for, not cut at `atMost`; null while it cannot be said: one value, a mean of zero. */
  readonly moreNeeded: number | null;
}

/** The least n ≥ `from` with t(n − 1) · deviation / √n ≤ bound. */
function countNeeded(deviation: number, bound: number, level: number, from: number): number {
  const meets = (n: number): boolean => (studentTQuantile((1 + level) / 2, n - 1) * deviation) / Math.sqrt(n) <= bound;
  if (meets(from)) return from;
  let below = from;
  let above = 2 * from;
  while (!meets(above)) [below, above] = [above, 2 * above];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (meets(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/**
 * Advises on the values so far. The half width must fall to γ / (1 + γ) of the mean that was found, which makes it at most γ of the mean
 * that is true.
 * @param values one of each replication, at least one. @throws RangeError for a goal that cannot be meant, or without values.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 9.4.1 (Law and Kelton's sequential procedure).
 */
export function adviseStopping(goal: PrecisionGoal, values: readonly number[]): StoppingAdvice {
  requirePositive('relativeError', goal.relativeError);
  requireLevel('level', goal.level);
  requireCount('atLeast', goal.atLeast, 2);
  requireCount('atMost', goal.atMost, goal.atLeast);
  const interval = meanInterval(values, goal.level);
  const { halfWidth } = interval;
  const count = values.length;
  const bound = Math.abs(interval.mean) * (goal.relativeError / (1 + goal.relativeError));
  const precise = halfWidth !== null && halfWidth <= bound;
  const advice = (stop: boolean, because: StoppingAdvice['because'], moreNeeded: number | null): StoppingAdvice => ({
    stop,
    because,
    interval,
    moreNeeded,
  });
  if (precise && count >= goal.atLeast) return advice(true, 'precise', 0);
  const needed = (): number | null => {
    if (halfWidth === null || !(bound > 0)) return null;
    const deviation = (halfWidth * Math.sqrt(count)) / studentTQuantile((1 + goal.level) / 2, count - 1);
    return countNeeded(deviation, bound, goal.level, Math.max(goal.atLeast, count)) - count;
  };
  if (count >= goal.atMost) return advice(true, 'most reached', needed());
  return count < goal.atLeast ? advice(false, 'too few', needed()) : advice(false, 'not precise', needed());
}
