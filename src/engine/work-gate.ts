// Bounds how much costly work of a kind runs at once and how much waits: password hashes (which share libuv's four threads with
// fsync), virus scans.

/** Who waits and who runs. A refusal is an expected outcome, not an exception. */
export interface WorkGate {
  /** Runs `work` when its turn comes; null at once when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T | null>;
}

/** @param maxRunning pieces of work at once. @param maxWaiting beyond these, callers are told to come again. */
export function createWorkGate(maxRunning: number, maxWaiting: number): WorkGate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (running >= maxRunning) {
        if (waiting.length >= maxWaiting) return null;
        // The one that leaves hands its place over, so `running` stays as it is.
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
