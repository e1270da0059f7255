// Quantiles of Student's t distribution. Own code: the exact library for it, @stdlib/stats-base-dists-t-quantile, brings 236 packages
// and 188 kB (52 kB compressed) into the page for these few lines, and its last bits depend on the engine's `Math`.
import { exp } from './portable/exp.ts';
import { log1p } from './portable/log.ts';
import { incompleteBeta } from './special/incomplete-beta.ts';
import { logGamma } from './special/log-gamma.ts';

/** P(T > t) for t ≥ 0. SOURCE: Abramowitz and Stegun, 26.7.1 with 26.5.27. */
const upperTail = (t: number, freedom: number): number =>
  incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;

/**
 * The t with P(T ≤ t) = p, by Newton's method from 0: the distribution function is concave there, so no step goes too far.
 * @param p probability, 0.5 ≤ p < 1. @param freedom degrees of freedom, at least 1, not necessarily whole.
 * @returns relative error below 1e-13 up to 100 degrees of freedom, 1e-11 up to 1e4, 1e-8 up to 1e6.
 * @throws RangeError for other arguments.
 */
export function studentTQuantile(p: number, freedom: number): number {
  if (!(p >= 0.5 && p < 1) || !(freedom >= 1))
    throw new RangeError(`no t quantile for p = ${p}, ${freedom} degrees of freedom`);
  const peak = exp(logGamma((freedom + 1) / 2) - logGamma(freedom / 2)) / Math.sqrt(freedom * Math.PI);
  let t = 0;
  // Far out a step only doubles t, so the outermost quantiles of one degree of freedom take some fifty.
  for (let step = 1; step > 1e-15 * t; t += step) {
    const density = peak * exp((-(freedom + 1) / 2) * log1p((t * t) / freedom));
    step = (upperTail(t, freedom) - (1 - p)) / density;
  }
  return t;
}
