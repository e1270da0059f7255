// Distribution function and quantile of the standard normal distribution, to the last digits of a double.
import { exp } from '../portable/exp.ts';
import { log } from '../portable/log.ts';
import { upperGamma } from './incomplete-gamma.ts';

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * P(Z ≤ z), with all its digits in the lower tail.
 * SOURCE: Abramowitz and Stegun, 26.4.11 with 6.5.16: the square of Z has a gamma distribution of shape ½.
 */
export function normalCdf(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? tail : 1 - tail;
}

/**
 * The z with P(Z ≤ z) = p, by Halley's steps from the tail's first term. (`probit` of simple-statistics is off by 3e-3 at 0.975.)
 * @param p from 0 to 1; the ends give ∓∞. @returns error below 1e-15 of the larger of 1 and |z|.
 * SOURCE: P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function", 2003: the refinement.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (!(p > 0)) return p === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  let z = -Math.sqrt(-2 * log(p));
  for (let step = 0; step < 30; step += 1) {
    const error = ((normalCdf(z) - p) * ROOT_TWO_PI) / exp((-z * z) / 2);
    const move = error / (1 + (z * error) / 2);
    z -= move;
    if (Math.abs(move) <= 1e-16 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}
