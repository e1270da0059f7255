// Intervals of quantiles: of independent values by their ranks, and over replications by the mean of each one's quantile.
import { requireLevel } from './guard.ts';
import { type Interval, meanInterval, noInterval } from './interval.ts';
import { log } from './portable/log.ts';
import { quantile, quantileOfSorted } from './quantile.ts';
import { binomialCdf } from './special/binomial-cdf.ts';

/** The highest number of successes, at least 0, at which the distribution function is still at most `share`; −1 when none is. */
function lastWithin(share: number, trials: number, probability: number): number {
  let below = -1;
  let above = trials;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (binomialCdf(middle, trials, probability) <= share) below = middle;
    else above = middle;
  }
  return below;
}

/**
 * Interval of a quantile of independent, identically distributed values by order statistics: whatever the distribution, it holds the
 * truth with at least the level. The number of values below the quantile is binomial, so its ranks give the ends.
 * @param values independent of each other: not the waiting times of one run. @param q between 0 and 1.
 * @returns the R-7 quantile and ends that are values; none, with the number that is needed, for too few values.
 * @throws RangeError without values, or for a q or level out of range.
 * SOURCE: David and Nagaraja, Order Statistics (3rd edition), section 7.1.
 */
export function quantileInterval(values: readonly number[], q: number, level: number): Interval {
  requireLevel('q', q);
  requireLevel('level', level);
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const estimate = quantileOfSorted(sorted, q);
  const side = (1 - level) / 2;
  // Value number r (from 1) is at most the quantile unless fewer than r values are below it, so P(B ≤ r − 1) must be small.
  const lowRank = lastWithin(side, count, q) + 1;
  // By symmetry, counting from the highest value down.
  const highRank = count - lastWithin(side, count, 1 - q);
  if (lowRank < 1 || highRank > count) {
    const needed = Math.ceil(log(side) / log(Math.max(q, 1 - q)));
    return noInterval(estimate, `${count} values are too few for the ${q} quantile: ${needed} are needed`);
  }
  const low = sorted[lowRank - 1]!;
  const high = sorted[highRank - 1]!;
  return { mean: estimate, halfWidth: Math.max(estimate - low, high - estimate), low, high, why: null };
}

/**
 * Interval of the mean, over replications, of each one's R-7 quantile: for values that depend on each other within a replication.
 * It estimates the quantile as seen in one replication; where replications are short that is not quite the long-run quantile.
 * @param replications at least one, each with its values; those without values are left out.
 * @throws RangeError when none has values. SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 9.4.2.
 */
export function replicationQuantileInterval(
  replications: readonly (readonly number[])[],
  q: number,
  level: number,
): Interval {
  const quantiles = replications.filter((values) => values.length > 0).map((values) => quantile(values, q));
  return meanInterval(quantiles, level);
}
