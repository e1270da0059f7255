// The exponential distribution.
import type { RandomStream } from '../../core/random.ts';

/** One draw with the given mean. */
export const exponential = (mean: number, random: RandomStream): number => -mean * Math.log(1 - random.uniform());
