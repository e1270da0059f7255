// The logarithm of the gamma function, with the same bits on every engine (that of simple-statistics rests on `Math.log`).
import { log } from '../portable/log.ts';

const HALF_LOG_TWO_PI = 0.9189385332046727;
const G = 607 / 128;
const FIRST = 0.9999999999999971;
const REST = [
  57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202, 3.3994649984811884e-5,
  4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125, -0.00021026444172410488, 0.00021743961811521265,
  -0.0001643181065367639, 8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
];

/**
 * ln Γ(x) for x above 0; error below 2e-15 of the larger of 1 and the result.
 * SOURCE: Lanczos' approximation with the coefficients of P. Godfrey (g = 607/128, 15 terms), as simple-statistics has them.
 */
export function logGamma(x: number): number {
  let sum = FIRST;
  for (let i = 0; i < REST.length; i += 1) sum += REST[i]! / (x + i);
  const base = x + G - 0.5;
  return HALF_LOG_TWO_PI + log(sum) - base + (x - 0.5) * log(base);
}
