// The uniform distribution on an interval.
import { requireOrder, requireShare } from '../guard.ts';
import type { Distribution } from './distribution.ts';

/**
 * Uniform from `low` up to, but not including, `high`.
 * @throws RangeError unless both are finite and in order. SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 6.2.2.
 */
export function uniform(low: number, high: number): Distribution {
  requireOrder(low, high);
  const width = high - low;
  return {
    mean: low + width / 2,
    secondMoment: (low * low + low * high + high * high) / 3,
    draw: (random) => low + width * random.uniform(),
    cdf: (x) => Math.min(1, Math.max(0, (x - low) / width)),
    quantile(p) {
      requireShare('p', p);
      return low + width * p;
    },
  };
}
