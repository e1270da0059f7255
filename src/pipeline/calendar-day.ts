// The calendar day of a moment in a time zone. Pure: asks no clock.
import { MINUTE_SECONDS } from '../core/units.ts';

/**
 * Tells the day of a moment, e.g. `2025-03-30`. Days compare as text. Clocks change by whole minutes, so a minute is asked for once.
 * @param timeZone a name such as `Europe/Berlin`
 */
export function calendarDay(timeZone: string): (seconds: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  let minute = Number.NaN;
  let day = '';
  return (seconds) => {
    const asked = Math.floor(seconds / MINUTE_SECONDS);
    if (asked !== minute) {
      minute = asked;
      const parts = format.formatToParts(asked * MINUTE_SECONDS * 1000);
      const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
      day = `${part('year')}-${part('month')}-${part('day')}`;
    }
    return day;
  };
}
