// A constant in the form of a distribution.
import { requireFinite, requireShare } from '../guard.ts';
import type { Distribution } from './distribution.ts';

/** Always `value`; a draw takes nothing from the stream. @throws RangeError unless it is finite. */
export function deterministic(value: number): Distribution {
  requireFinite('value', value);
  return {
    mean: value,
    secondMoment: value * value,
    draw: () => value,
    cdf: (x) => (x >= value ? 1 : 0),
    quantile(p) {
      requireShare('p', p);
      return value;
    },
  };
}
