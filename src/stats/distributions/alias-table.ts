// A weighted choice at the cost of one uniform draw, however many there are to choose from.
import type { RandomStream } from '../../core/random.ts';

/**
 * Chooses an index with probability in proportion to its weight.
 * @param weights not negative, finite, with a sum above 0. @returns the sampler: index of one choice, from one uniform draw.
 * @throws RangeError for other weights.
 * SOURCE: Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE Trans. Software Eng. 17(9), 1991.
 */
export function aliasTable(weights: readonly number[]): (random: RandomStream) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY && weights.every((weight) => weight >= 0)))
    throw new RangeError('weights: wanted numbers that are not negative, with a finite sum above 0');
  const count = weights.length;
  const keep = Float64Array.from(weights, (weight) => (weight * count) / total);
  const alias = Int32Array.from(weights, (_, index) => index);
  const small: number[] = [];
  const large: number[] = [];
  for (const [index, share] of keep.entries()) (share < 1 ? small : large).push(index);
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() as number;
    const rich = large.pop() as number;
    alias[poor] = rich;
    keep[rich] = keep[rich]! - (1 - keep[poor]!);
    (keep[rich]! < 1 ? small : large).push(rich);
  }
  // Who is left over holds a whole share, but for rounding.
  for (const index of [...small, ...large]) keep[index] = 1;
  return (random) => {
    const place = random.uniform() * count;
    const index = Math.floor(place);
    return place - index < keep[index]! ? index : alias[index]!;
  };
}
