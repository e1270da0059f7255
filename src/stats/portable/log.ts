// The natural logarithm with the same bits on every engine; see exp.ts for why `Math.log` will not do.
import { double, HIGH_WORD, words } from './double-view.ts';
import { timesPowerOfTwo } from './times-power-of-two.ts';

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;
/** High word of √½, where the mantissa's range begins, and of 1. */
const ROOT_HALF = 0x3fe6a09e;
const ONE = 0x3ff00000;
const LEAST_NORMAL = 2.2250738585072014e-308;

/**
 * The natural logarithm of x, within one unit of the last place; −∞ of 0, NaN below.
 * SOURCE: Sun's fdlibm, e_log.c: x = 2ᵏ (1 + f) with 1 + f between √½ and √2, then a series in f / (2 + f).
 */
export function log(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  if (x < LEAST_NORMAL) return log(timesPowerOfTwo(x, 54)) - 54 * LN2_HIGH - 54 * LN2_LOW;
  double[0] = x;
  const k = ((words[HIGH_WORD]! + (ONE - ROOT_HALF)) >>> 20) - 1023;
  const f = timesPowerOfTwo(x, -k) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const series = w * (L2 + w * (L4 + w * L6)) + z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const halfSquare = 0.5 * f * f;
  return s * (halfSquare + series) + k * LN2_LOW - halfSquare + f + k * LN2_HIGH;
}

/**
 * log(1 + x) with its digits for small x.
 * SOURCE: W. Kahan's device, in Goldberg, "What every computer scientist should know about floating-point arithmetic", theorem 4.
 */
export function log1p(x: number): number {
  const y = 1 + x;
  if (y === 1) return x;
  return y < 0.5 || y > 2 ? log(y) : (log(y) * x) / (y - 1);
}
