// Bounds how many password hashes run at once and how many wait. Hashes share libuv's four threads with fsync, so two stay free.

/** Who waits and who runs. A refusal is an expected outcome, not an exception. */
interface HashGate {
  /** Runs `work` when its turn comes; null at once when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T | null>;
}

/** @param maxRunning hashes at once. @param maxWaiting beyond these, callers are told to come again. */
export function createHashGate(maxRunning: number, maxWaiting: number): HashGate {
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
