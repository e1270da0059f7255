// Draws of the exponential distribution.
import type { RandomStream } from '../../core/random.ts';
import { standardExponential } from './standard-exponential.ts';

/** One draw with the given mean, in the mean's unit. */
export const exponential = (mean: number, random: RandomStream): number => mean * standardExponential(random);
