// Time that passes when a test says so.
import type { Clock } from '../../../src/engine/ports/clock.ts';

export interface VirtualClock extends Clock {
  /** Lets time pass. Between two timers `settle` is waited for. */
  advance(seconds: number, settle?: () => Promise<void>): Promise<void>;
}

export function createVirtualClock(start = 1_700_000_000): VirtualClock {
  let now = start;
  let serial = 0;
  const timers = new Map<number, { readonly at: number; readonly work: () => void }>();
  return {
    now: () => now,
    after(seconds, work) {
      const key = serial;
      serial += 1;
      timers.set(key, { at: now + seconds, work });
      return () => void timers.delete(key);
    },
    async advance(seconds, settle = async () => {}) {
      const end = now + seconds;
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        if (next === undefined) break;
        const [key, { at, work }] = next;
        timers.delete(key);
        now = at;
        work();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
