// Sets of message numbers (RFC 3501, `sequence-set`): `1:3,7,9:*`. Never expanded: work follows the mailbox, not the numbers.
import { type ArgumentReader, SyntaxFault } from './argument-reader.ts';

/** A range as written; `*` is null. */
interface Range {
  readonly from: number | null;
  readonly to: number | null;
}
type SequenceSet = readonly Range[];

const MAX_RANGES = 10_000;

export function readSequenceSet(reader: ArgumentReader): SequenceSet {
  const ranges: Range[] = [];
  do {
    if (ranges.length >= MAX_RANGES) throw new SyntaxFault('Set too long');
    const from = readNumber(reader);
    ranges.push({ from, to: reader.accept(':') ? readNumber(reader) : from });
  } while (reader.accept(','));
  return ranges;
}

function readNumber(reader: ArgumentReader): number | null {
  if (reader.accept('*')) return null;
  const value = reader.number();
  if (value === 0) throw new SyntaxFault('Message numbers begin at 1');
  return value;
}

/** The greatest number written out, for the check against the size of a mailbox. */
export const greatestOf = (set: SequenceSet): number =>
  set.reduce((greatest, { from, to }) => Math.max(greatest, from ?? 0, to ?? 0), 0);

/**
 * Places (0-based, ascending, each once) in `numbers` that the set names. `*` is the last number.
 * @param numbers ascending; sequence numbers or UIDs
 */
export function placesIn(set: SequenceSet, numbers: readonly number[]): number[] {
  const places: number[] = [];
  for (const { low, high } of intervalsOf(set, numbers.at(-1) ?? 0)) {
    const first = firstPlace(numbers.length, (place) => (numbers[place] ?? 0) >= low);
    for (let place = first; place < numbers.length && (numbers[place] ?? 0) <= high; place++) places.push(place);
  }
  return places;
}

/** Closed, ascending, apart from each other. */
export type Intervals = readonly { readonly low: number; readonly high: number }[];

/** The set with `*` put in and overlaps joined. @param last number that `*` stands for, 0: none */
export function intervalsOf(set: SequenceSet, last: number): Intervals {
  const sorted = set
    .map(({ from, to }) => [from ?? last, to ?? last] as const)
    .map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }))
    .sort((a, b) => a.low - b.low);
  const joined: { low: number; high: number }[] = [];
  for (const interval of sorted) {
    const previous = joined.at(-1);
    if (previous && interval.low <= previous.high) previous.high = Math.max(previous.high, interval.high);
    else joined.push(interval);
  }
  return joined;
}

export function inIntervals(intervals: Intervals, number: number): boolean {
  const place = firstPlace(intervals.length, (index) => (intervals[index]?.high ?? 0) >= number);
  return (intervals[place]?.low ?? Number.POSITIVE_INFINITY) <= number;
}

/** First of `length` places at which `holds` is true (it stays true behind it); `length` when there is none. */
function firstPlace(length: number, holds: (place: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Numbers as a set in text, runs joined: `1:3,7`. */
export function setText(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === number) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
}
