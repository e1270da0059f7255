// The clock of this machine. What waits for it keeps no process alive.
import type { Clock } from './clock.ts';

export const NODE_CLOCK: Clock = {
  now: () => Date.now() / 1000,
  after(seconds, work) {
    const timer = setTimeout(work, seconds * 1000);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
