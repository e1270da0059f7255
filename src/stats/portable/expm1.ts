// exp(x) − 1 without cancellation, with the same bits on every engine.
import { exp } from './exp.ts';
import { log } from './log.ts';

/**
 * e to the power of x, less one; a few units of the last place.
 * SOURCE: W. Kahan's device, in Higham, Accuracy and Stability of Numerical Algorithms (2nd edition), section 1.14.1.
 */
export function expm1(x: number): number {
  const y = exp(x);
  if (y === 1) return x;
  if (y < 0.25 || y > 4) return y - 1;
  return ((y - 1) * x) / log(y);
}
