// Where a segment of a body signature matches around a place that is known to hold some of its bytes. Sets of places, no
// backtracking: work is bounded by the widths of the gaps.
import type { BodyElement, BodySegment } from './body-pattern.ts';

/** Elementary comparisons that may still be made. */
export interface MatchWork {
  left: number;
}

function bytesFit(bytes: Buffer, at: number, wanted: Buffer, mask: Buffer | null): boolean {
  if (at < 0 || at + wanted.length > bytes.length) return false;
  if (mask === null) return bytes.compare(wanted, 0, wanted.length, at, at + wanted.length) === 0;
  for (let index = 0; index < wanted.length; index += 1)
    if (((bytes[at + index] ?? 0) & (mask[index] ?? 0)) !== wanted[index]) return false;
  return true;
}

/** Places behind (or, going back, before) an element that begins (or ends) at `at`. */
function* beyond(bytes: Buffer, element: BodyElement, at: number, back: boolean): Generator<number> {
  switch (element.kind) {
    case 'bytes': {
      const start = back ? at - element.bytes.length : at;
      if (bytesFit(bytes, start, element.bytes, element.mask)) yield back ? start : start + element.bytes.length;
      return;
    }
    case 'choice': {
      const { options, negated } = element;
      if (negated) {
        const length = options[0]?.length ?? 0;
        const start = back ? at - length : at;
        const inside = start >= 0 && start + length <= bytes.length;
        if (inside && !options.some((option) => bytesFit(bytes, start, option, null)))
          yield back ? start : start + length;
        return;
      }
      for (const option of options) {
        const start = back ? at - option.length : at;
        if (bytesFit(bytes, start, option, null)) yield back ? start : start + option.length;
      }
      return;
    }
    case 'gap':
      for (let width = element.min; width <= element.max; width += 1) {
        const place = back ? at - width : at + width;
        if (place >= 0 && place <= bytes.length) yield place;
      }
  }
}

function places(
  bytes: Buffer,
  elements: readonly BodyElement[],
  from: number,
  back: boolean,
  work: MatchWork,
): Set<number> {
  let here = new Set([from]);
  for (const element of elements) {
    const next = new Set<number>();
    for (const at of here) {
      work.left -= element.kind === 'bytes' ? 1 + element.bytes.length / 16 : 1;
      for (const place of beyond(bytes, element, at, back)) {
        work.left -= 1;
        next.add(place);
      }
      if (work.left < 0) return new Set();
    }
    if (next.size === 0) return next;
    here = next;
  }
  return here;
}

/** Where a match may start, and where it may end. */
export interface SegmentMatch {
  readonly starts: ReadonlySet<number>;
  readonly ends: ReadonlySet<number>;
}

/**
 * Matches of a segment in which the bytes of element `index` begin at `at`; null when there is none, or when `work` ran out.
 */
export function matchSegment(
  bytes: Buffer,
  { elements }: BodySegment,
  index: number,
  at: number,
  work: MatchWork,
): SegmentMatch | null {
  const ends = places(bytes, elements.slice(index), at, false, work);
  if (ends.size === 0) return null;
  const starts = places(bytes, elements.slice(0, index).reverse(), at, true, work);
  return starts.size === 0 || work.left < 0 ? null : { starts, ends };
}
