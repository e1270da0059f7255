// Waits for the signal that ends a command which runs until it is told to stop.

/** Resolves with the first signal that asks for an end. */
export const askedToStop = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
