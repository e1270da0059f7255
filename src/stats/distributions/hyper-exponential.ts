// The hyperexponential distribution: exponential with a mean that is drawn anew. More irregular than exponential.
import { requirePositive } from '../guard.ts';
import type { Distribution } from './distribution.ts';
import { exponentialDistribution } from './exponential-distribution.ts';
import { mixture } from './mixture.ts';

export interface ExponentialBranch {
  readonly probability: number;
  readonly mean: number;
}

/** @param branches with probabilities that add up to 1. @throws RangeError. */
export const hyperExponential = (branches: readonly ExponentialBranch[]): Distribution =>
  mixture(branches.map(({ probability, mean }) => ({ probability, distribution: exponentialDistribution(mean) })));

/**
 * Two branches with balanced means: each contributes half of the mean.
 * @param mean above 0. @param scv squared coefficient of variation, at least 1. @throws RangeError.
 * SOURCE: Whitt, "Approximating a point process by a renewal process, I", Operations Research 30(1), 1982, section 3.
 */
export function hyperExponentialOfScv(mean: number, scv: number): Distribution {
  requirePositive('mean', mean);
  requirePositive('scv', scv);
  if (scv < 1) throw new RangeError(`scv: wanted at least 1, got ${scv}`);
  const often = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  const branch = (probability: number): ExponentialBranch => ({ probability, mean: mean / (2 * probability) });
  return hyperExponential([branch(often), branch(1 - often)]);
}
