// Facts of the header: dates, identifiers, the look of the subject.
import { DAY_SECONDS } from '../../../../core/units.ts';
import type { MessageView } from '../message-view.ts';
import type { Fact } from './fact.ts';

/** Mail that came late through a queue is younger: queues give up after five days. */
const LONG_PAST_DAYS = 30;
const FUTURE_DAYS = 1;
/** Below this many letters capitals mean nothing, e.g. `FAQ`. */
const MIN_LETTERS = 10;
/** RFC 5322 section 2.1.1. */
const MAX_LINE_BYTES = 998;

const subjectOf = (view: MessageView): string => view.fields('subject')[0] ?? '';

/** How many days the message is dated ahead; null without a date that can be read. */
const daysAhead = (view: MessageView, now: number): number | null => {
  const milliseconds = Date.parse(view.fields('date')[0] ?? '');
  return Number.isNaN(milliseconds) ? null : (milliseconds / 1000 - now) / DAY_SECONDS;
};

function hasLongLine(bytes: Buffer): boolean {
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const length = end - start - (bytes[end - 1] === 0x0d ? 1 : 0);
    if (length > MAX_LINE_BYTES) return true;
    start = end + 1;
  }
  return false;
}

export const headerFacts = {
  noRecipientField: (view) => view.fields('to').length + view.fields('cc').length === 0,
  malformedMessageId: (view) => view.fields('message-id').some((id) => !/^<[^<>@\s]+@[^<>@\s]+>$/.test(id)),
  dateInFuture: (view, { now }) => (daysAhead(view, now) ?? 0) > FUTURE_DAYS,
  dateLongPast: (view, { now }) => (daysAhead(view, now) ?? 0) < -LONG_PAST_DAYS,
  lineTooLong: ({ bytes }) => hasLongLine(bytes),
  nulBytes: ({ bytes }) => bytes.includes(0),
  subjectInCapitals: (view) => {
    const subject = subjectOf(view);
    const capitals = subject.match(/\p{Lu}/gu)?.length ?? 0;
    const small = subject.match(/\p{Ll}/gu)?.length ?? 0;
    return capitals >= MIN_LETTERS && small < capitals / 10;
  },
  subjectExcited: (view) => /!!|\$\$|!\s{0,3}!/.test(subjectOf(view)),
  /** What is left of `=?charset?B?…?=` after decoding. */
  brokenEncodedWord: (view) => /=\?[^?\s]{0,60}\?[^?\s]{0,10}\?/.test(subjectOf(view)),
} satisfies Record<string, Fact>;
