// The regularised incomplete gamma functions: behind the normal and the Erlang distribution.
import { exp } from '../portable/exp.ts';
import { log } from '../portable/log.ts';
import { logGamma } from './log-gamma.ts';

const TINY = 1e-300;
const EPSILON = 1e-16;
const MOST_TERMS = 20_000;

const front = (a: number, x: number): number => exp(a * log(x) - x - logGamma(a));

/** P(a, x) by its series, for x < a + 1. */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= MOST_TERMS && term > sum * EPSILON; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * front(a, x);
}

/** Q(a, x) by its continued fraction (Lentz's method), for x ≥ a + 1. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n <= MOST_TERMS; n += 1) {
    const term = -n * (n - a);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    result *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return result * front(a, x);
}

/**
 * P(a, x), the share of a gamma distribution of shape a and scale 1 below x.
 * @param a above 0. @param x at least 0.
 * SOURCE: Press et al., Numerical Recipes (3rd edition), section 6.2.
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? series(a, x) : 1 - upperGamma(a, x);
}

/** Q(a, x) = 1 − P(a, x), with all its digits where it is small. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - series(a, x) : fraction(a, x);
}
