// The exponential distribution, as an object; a bare draw is in exponential.ts.
import { requirePositive, requireShare } from '../guard.ts';
import { expm1 } from '../portable/expm1.ts';
import { log1p } from '../portable/log.ts';
import type { Distribution } from './distribution.ts';
import { standardExponential } from './standard-exponential.ts';

/** @param mean above 0. @throws RangeError. SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 6.2.2. */
export function exponentialDistribution(mean: number): Distribution {
  requirePositive('mean', mean);
  return {
    mean,
    secondMoment: 2 * mean * mean,
    draw: (random) => mean * standardExponential(random),
    cdf: (x) => (x > 0 ? -expm1(-x / mean) : 0),
    quantile(p) {
      requireShare('p', p);
      return -mean * log1p(-p);
    },
  };
}
