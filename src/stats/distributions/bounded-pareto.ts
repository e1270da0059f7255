// The Pareto distribution cut off at a highest value: the tail of mail sizes, jobs that are mostly small and sometimes huge.
import { requireOrder, requirePositive, requireShare } from '../guard.ts';
import { exp } from '../portable/exp.ts';
import { expm1 } from '../portable/expm1.ts';
import { log, log1p } from '../portable/log.ts';
import type { Distribution } from './distribution.ts';

/**
 * @param alpha of the tail, above 0. @param low least value, above 0. @param high highest value, above `low`.
 * @throws RangeError. SOURCE: Harchol-Balter, Performance Modeling and Design of Computer Systems, chapter 20.
 */
export function boundedPareto(alpha: number, low: number, high: number): Distribution {
  requirePositive('alpha', alpha);
  requirePositive('low', low);
  requireOrder(low, high);
  const range = log(high / low);
  /** Share of the unbounded distribution that is kept. */
  const kept = -expm1(-alpha * range);
  /** Moment of an order in units of the least value. */
  const moment = (order: number): number => {
    const excess = order - alpha;
    const integral = excess === 0 ? range : expm1(excess * range) / excess;
    return (alpha * integral) / kept;
  };
  const invert = (p: number): number => Math.min(high, low * exp(-log1p(-p * kept) / alpha));
  return {
    mean: low * moment(1),
    secondMoment: low * low * moment(2),
    draw: (random) => invert(random.uniform()),
    cdf: (x) => (x <= low ? 0 : x >= high ? 1 : -expm1(-alpha * log(x / low)) / kept),
    quantile(p) {
      requireShare('p', p);
      return invert(p);
    },
  };
}
