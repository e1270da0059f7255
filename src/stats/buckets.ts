// The buckets of a histogram: bucket 0 for zero, then 256 to every doubling, from 2⁻⁴⁰ (a millionth of a microsecond) to 2⁴⁰.
import { double, HIGH_WORD, words } from './portable/double-view.ts';

/** Bits of the mantissa that a bucket keeps. */
const MANTISSA_BITS = 8;
const SHIFT = 20 - MANTISSA_BITS;
const BELOW_FIRST = ((1023 - 40) << MANTISSA_BITS) - 1;

export const LAST_BUCKET = 80 << MANTISSA_BITS;
/** Width of a bucket at the bottom of a doubling, relative to its bottom: the widest. */
export const RELATIVE_WIDTH = 1 / (1 << MANTISSA_BITS);

/** The bucket of a value; beyond the range the first or the last. @throws RangeError for NaN. */
export function bucketOf(value: number): number {
  double[0] = value;
  const bucket = (words[HIGH_WORD]! >> SHIFT) - BELOW_FIRST;
  if (bucket <= 0) return value > 0 ? 1 : 0;
  if (bucket <= LAST_BUCKET) return bucket;
  if (Number.isNaN(value)) throw new RangeError('value: wanted a number, got NaN');
  return LAST_BUCKET;
}

/** The least value of a bucket from 1 on. */
function bottom(bucket: number): number {
  double[0] = 0;
  words[HIGH_WORD] = (bucket + BELOW_FIRST) << SHIFT;
  return double[0]!;
}

/** What stands for the values of a bucket: within 0.2 % of each; 0 for that of zero. */
export const bucketMiddle = (bucket: number): number => (bucket === 0 ? 0 : (bottom(bucket) + bottom(bucket + 1)) / 2);
