// The distribution of data: draws are values that were seen, none between them and none beyond.
import { requireFinite, requireShare } from '../guard.ts';
import { aliasTable } from './alias-table.ts';
import type { Distribution } from './distribution.ts';

/** Number of leading entries of a rising list that are at most x. */
function countUpTo(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Resamples values, each with probability in proportion to its weight.
 * @param values finite, at least one, in any order. @param weights one of each value, not negative; left out: all alike, as in the
 * bootstrap. @throws RangeError for other values or weights.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 8.4.3.
 */
export function empirical(values: readonly number[], weights: readonly number[] = values.map(() => 1)): Distribution {
  if (values.length === 0 || weights.length !== values.length)
    throw new RangeError(
      `values: wanted at least one, each with a weight, got ${values.length} with ${weights.length}`,
    );
  for (const value of values) requireFinite('values', value);
  const choose = aliasTable(weights);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moment = (order: (value: number) => number): number =>
    values.reduce((sum, value, i) => sum + order(value) * (weights[i]! / total), 0);
  const rising = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const sorted = Float64Array.from(rising, (i) => values[i]!);
  let sum = 0;
  const shares = Float64Array.from(rising, (i) => {
    sum += weights[i]!;
    return sum / total;
  });
  shares[shares.length - 1] = 1;
  return {
    mean: moment((value) => value),
    secondMoment: moment((value) => value * value),
    draw: (random) => values[choose(random)]!,
    cdf: (x) => shares[countUpTo(sorted, x) - 1] ?? 0,
    quantile(p) {
      requireShare('p', p);
      const first = shares.findIndex((share) => share >= p && share > 0);
      return sorted[first]!;
    },
  };
}
