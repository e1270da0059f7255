// How often intervals hold the truth: the check of every method that promises a level.
import { requireLevel } from './guard.ts';
import { type Interval, noInterval } from './interval.ts';
import { normalQuantile } from './special/normal.ts';

export interface Coverage {
  /** Intervals that were given; the others are left out of the share. */
  readonly given: number;
  /** Share of the given intervals that hold the truth, with an interval of its own. */
  readonly share: Interval;
}

/**
 * @param intervals of independent experiments. @param truth the value that they estimate.
 * @param level of the share's own interval, not of the intervals that are judged: take 0.999 in tests, so that they do not fail by chance.
 * SOURCE: for the share's interval Wilson, 1927, as recommended by Brown, Cai and DasGupta, "Interval estimation for a binomial
 * proportion", Statistical Science 16(2), 2001.
 */
export function coverage(intervals: readonly Interval[], truth: number, level: number): Coverage {
  requireLevel('level', level);
  const ends = intervals.flatMap(({ low, high }) => (low !== null && high !== null ? [{ low, high }] : []));
  const given = ends.length;
  if (given === 0) return { given, share: noInterval(Number.NaN, 'no interval was given') };
  const mean = ends.filter(({ low, high }) => low <= truth && truth <= high).length / given;
  const z = normalQuantile((1 + level) / 2);
  const shrink = 1 + (z * z) / given;
  const centre = (mean + (z * z) / (2 * given)) / shrink;
  const reach = (z * Math.sqrt((mean * (1 - mean)) / given + (z * z) / (4 * given * given))) / shrink;
  const [low, high] = [centre - reach, centre + reach];
  return { given, share: { mean, halfWidth: Math.max(mean - low, high - mean), low, high, why: null } };
}
