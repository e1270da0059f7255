// Which bytes of a signature are searched for: as many and as rare as can be, so that little of honest data has to be compared
// further.
import { ANCHOR_LENGTHS, type AnchorKey, type AnchorLength, anchorKey } from './anchor-table.ts';
import type { BodySegment } from './body-pattern.ts';

/** Places of an anchor that are compared, evenly over the bytes of a segment. */
const MAX_PLACES = 24;

const isEven = (bytes: Buffer): boolean => bytes.every((byte) => byte === bytes[0]);

/** The part of a segment that finds it: as long and as rare as can be. @param used how often each key is an anchor already */
export function chooseAnchor(
  { elements }: BodySegment,
  used: Map<number, number>,
): {
  readonly length: AnchorLength;
  readonly key: AnchorKey;
  readonly element: number;
  readonly offset: number;
} | null {
  for (const length of ANCHOR_LENGTHS) {
    const places = elements.flatMap((element, index) => {
      if (element.kind !== 'bytes' || element.bytes.length < length) return [];
      const { bytes, mask } = element;
      const count = bytes.length - length + 1;
      const step = Math.max(1, Math.ceil(count / MAX_PLACES));
      const offsets: number[] = [];
      for (let offset = 0; offset < count; offset += step) offsets.push(offset);
      return offsets
        .filter((offset) => mask === null || mask.subarray(offset, offset + length).every((bits) => bits === 0xff))
        .map((offset) => {
          const key = anchorKey(bytes, offset, length);
          const times = used.get(key.hi * 31 + key.lo) ?? 0;
          // Runs of one byte fill whole files.
          const common = isEven(bytes.subarray(offset, offset + length)) ? 1e6 : 0;
          return { length, key, element: index, offset, times: times + common };
        });
    });
    const best = places.reduce<(typeof places)[number] | null>(
      (a, b) => (a === null || b.times < a.times ? b : a),
      null,
    );
    if (best !== null) {
      const name = best.key.hi * 31 + best.key.lo;
      used.set(name, (used.get(name) ?? 0) + 1);
      return best;
    }
  }
  return null;
}

/** Shorter, it would be found everywhere. */
export const MIN_FIXED_BYTES = 4;
export const fixedBytes = (segments: readonly BodySegment[]): number =>
  segments
    .flatMap(({ elements }) => elements)
    .reduce((sum, element) => {
      if (element.kind !== 'bytes') return sum;
      return sum + (element.mask === null ? element.bytes.length : element.mask.filter((bits) => bits === 0xff).length);
    }, 0);
