// Something done every day at a time of the clock on the wall (rows 9.2, 9.6).
import { DAY_SECONDS, MINUTE_SECONDS } from '../../core/units.ts';
import type { Clock } from '../ports/clock.ts';

/** A timer is looked at again at least so often: clocks are set, and machines sleep. */
const LOOK_SECONDS = 3600;
const DAY_MINUTES = DAY_SECONDS / MINUTE_SECONDS;

/** Minutes since midnight in a time zone. */
function minuteOfDay(timeZone: string): (seconds: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (seconds) => {
    const [hour = 0, minute = 0] = format
      .format(seconds * 1000)
      .split(':')
      .map(Number);
    return hour * 60 + minute;
  };
}

/**
 * The next moment after `now` at which the clock shows that time; an hour that summer time skips is taken one hour later.
 * @param time e.g. `03:30`. @param now seconds since 1970
 */
export function nextTimeOfDay(time: string, timeZone: string, now: number): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wanted = hour * 60 + minute;
  const minuteAt = minuteOfDay(timeZone);
  const start = Math.floor(now / MINUTE_SECONDS) * MINUTE_SECONDS;
  const ahead = (wanted - minuteAt(start) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const guess = start + ahead * MINUTE_SECONDS;
  // A change of the clock in between moves the guess; then it is set right once.
  const off = (wanted - minuteAt(guess) + DAY_MINUTES) % DAY_MINUTES;
  const corrected = guess + (off > DAY_MINUTES / 2 ? off - DAY_MINUTES : off) * MINUTE_SECONDS;
  return minuteAt(corrected) === wanted && corrected > now ? corrected : guess;
}

export interface DailyWork {
  /** E.g. `03:30`. */
  readonly time: string;
  readonly timeZone: string;
  readonly clock: Clock;
  /** A run that is still going on when its time comes again is left to end. */
  readonly work: () => Promise<void>;
  /** Told when a run failed; the next comes all the same. */
  readonly failed: (error: unknown) => void;
}

/** @returns a function that ends the schedule */
export function everyDay({ time, timeZone, clock, work, failed }: DailyWork): () => void {
  let callOff = (): void => {};
  let running = false;
  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    await work().catch(failed);
    running = false;
  };
  const wait = (due: number): void => {
    const left = due - clock.now();
    if (left <= 0) {
      void run();
      wait(nextTimeOfDay(time, timeZone, clock.now()));
      return;
    }
    callOff = clock.after(Math.min(left, LOOK_SECONDS), () => wait(due));
  };
  wait(nextTimeOfDay(time, timeZone, clock.now()));
  return () => callOff();
}
