// Dates of IMAP (RFC 3501: `date-time`, `date`) and the day of a Date header. All days are compared as UTC days, zones disregarded.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE_TIME = /^([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
const DATE = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/;
const HEADER_DATE = /(?:^|[ ,])(\d{1,2})[ -]+([A-Za-z]{3})[A-Za-z]*[ -]+(\d{4}|\d\d)\b/;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Seconds of a calendar day's start; null when there is no such day. */
function daySeconds(day: string, month: string, year: string): number | null {
  const monthIndex = MONTHS.findIndex((name) => name.toLowerCase() === month.toLowerCase());
  const date = new Date(Date.UTC(Number(year), monthIndex, Number(day)));
  date.setUTCFullYear(Number(year), monthIndex, Number(day));
  return monthIndex >= 0 && date.getUTCDate() === Number(day) ? date.getTime() / 1000 : null;
}

/** INTERNALDATE without quotes. @param seconds since 1970 */
export function dateTimeText(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(':');
  return `${day}-${MONTHS[date.getUTCMonth()]}-${String(date.getUTCFullYear()).padStart(4, '0')} ${time} +0000`;
}

/** Seconds since 1970 of a `date-time` without quotes; null when it is none. */
export function parseDateTime(text: string): number | null {
  const [, day = '', month = '', year = '', hour, minute, second, sign, zoneHours, zoneMinutes] =
    DATE_TIME.exec(text) ?? [];
  const start = daySeconds(day.trim(), month, year);
  if (start === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const zoneSeconds = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60 * (sign === '-' ? -1 : 1);
  return start + (Number(hour) * 60 + Number(minute)) * 60 + Number(second) - zoneSeconds;
}

/** Days since 1970 of a `date` of SEARCH; null when it is none. */
export function parseDay(text: string): number | null {
  const [, day, month, year] = DATE.exec(text) ?? [];
  return dayNumber(day, month, year);
}

/** Day written in a Date header, whatever its zone; null when there is none. */
export function headerDay(value: string): number | null {
  const [, day, month, year = ''] = HEADER_DATE.exec(value.slice(0, 200)) ?? [];
  // RFC 5322 section 4.3: two digits are 1950 to 2049.
  const fullYear = year.length === 2 ? `${Number(year) < 50 ? 20 : 19}${year}` : year;
  return dayNumber(day, month, fullYear);
}

function dayNumber(day: string | undefined, month: string | undefined, year: string | undefined): number | null {
  if (day === undefined || month === undefined || year === undefined) return null;
  const seconds = daySeconds(day, month, year);
  return seconds === null ? null : Math.floor(seconds / 86_400);
}
