// The normal distribution, by Marsaglia's polar method without its second value, so that a draw leaves nothing behind.
import type { RandomStream } from '../../core/random.ts';

/** One draw with mean 0 and standard deviation 1. */
export function standardNormal(random: RandomStream): number {
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}
