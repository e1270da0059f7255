// The Weibull distribution: times to failure, and service times between the exponential and the heavy-tailed.
import { requirePositive, requireShare } from '../guard.ts';
import { exp } from '../portable/exp.ts';
import { expm1 } from '../portable/expm1.ts';
import { log, log1p } from '../portable/log.ts';
import { logGamma } from '../special/log-gamma.ts';
import type { Distribution } from './distribution.ts';
import { standardExponential } from './standard-exponential.ts';

/**
 * @param shape above 0: below 1 the failure rate falls, above 1 it rises, at 1 this is the exponential distribution.
 * @param scale above 0: the 63.2 % quantile. @throws RangeError.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 6.2.2.
 */
export function weibull(shape: number, scale: number): Distribution {
  requirePositive('shape', shape);
  requirePositive('scale', scale);
  const moment = (order: number): number => exp(order * log(scale) + logGamma(1 + order / shape));
  /** From the exponential distribution: scale · e^(1/shape). */
  const stretch = (e: number): number => scale * exp(log(e) / shape);
  return {
    mean: moment(1),
    secondMoment: moment(2),
    draw: (random) => stretch(standardExponential(random)),
    cdf: (x) => (x > 0 ? -expm1(-exp(shape * log(x / scale))) : 0),
    quantile(p) {
      requireShare('p', p);
      return stretch(-log1p(-p));
    },
  };
}
