// Queue ids: unique without being remembered, sorted by age, and telling when a message came.
import { randomBytes } from 'node:crypto';

/** Milliseconds since 1970 in base 36 have this many digits until the year 2059. */
const TIME_DIGITS = 8;

/** An id that no message had. @param now seconds since 1970 */
export const newQueueId = (now: number): string =>
  `${Math.floor(now * 1000).toString(36)}${randomBytes(6).toString('hex')}`.toUpperCase();

/** When the message came, in seconds since 1970; of a report, when the message came that it is about. */
export const arrivalOf = (id: string): number => Number.parseInt(id.slice(0, TIME_DIGITS), 36) / 1000;
