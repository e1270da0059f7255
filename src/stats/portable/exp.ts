// The exponential function with the same bits on every engine. `Math.exp` has not: one value in ten differs between Node 20.20.2 and
// Chromium 156 in the last bit. Here are additions, products and quotients only, which IEEE 754 fixes.
import { timesPowerOfTwo } from './times-power-of-two.ts';

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 6.613756321437934e-5;
const P4 = -1.6533902205465252e-6;
const P5 = 4.1381367970572385e-8;

/**
 * e to the power of x, within one unit of the last place; 0 below −744.7, where less than two of the least doubles are left.
 * SOURCE: Sun's fdlibm, e_exp.c: reduction by multiples of ln 2, then a rational approximation on ±0.35.
 */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -744.7) return 0;
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const rr = r * r;
  const c = r - rr * (P1 + rr * (P2 + rr * (P3 + rr * (P4 + rr * P5))));
  return timesPowerOfTwo(1 + ((r * c) / (2 - c) - low + high), k);
}
