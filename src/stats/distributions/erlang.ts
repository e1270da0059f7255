// The Erlang distribution: the sum of k exponential phases. More regular than one of them: squared coefficient of variation 1/k.
import { requireCount, requirePositive, requireShare } from '../guard.ts';
import { lowerGamma } from '../special/incomplete-gamma.ts';
import { solveIncreasing } from '../special/solve-increasing.ts';
import type { Distribution } from './distribution.ts';
import { standardExponential } from './standard-exponential.ts';

/**
 * @param phases k, a whole number from 1 on; a draw costs as many exponential draws. @param mean of the sum, above 0.
 * @throws RangeError. SOURCE: Law, Simulation Modeling and Analysis (5th edition), sections 6.2.2 (gamma) and 8.3.3.
 */
export function erlang(phases: number, mean: number): Distribution {
  requireCount('phases', phases, 1);
  requirePositive('mean', mean);
  const phase = mean / phases;
  const cdf = (x: number): number => lowerGamma(phases, x / phase);
  return {
    mean,
    secondMoment: mean * mean * (1 + 1 / phases),
    draw(random) {
      let sum = 0;
      for (let left = phases; left > 0; left -= 1) sum += standardExponential(random);
      return sum * phase;
    },
    cdf,
    quantile(p) {
      requireShare('p', p);
      return p === 1 ? Number.POSITIVE_INFINITY : mean * solveIncreasing((x) => lowerGamma(phases, x * phases), p, 0);
    },
  };
}
