// Bounds the bytes of the messages that are in memory for delivery. Who asks for more than there is waits, first come first served.

export interface ByteGate {
  /** Runs `work` when there is room. More than the whole is let in alone. */
  run<T>(bytes: number, work: () => Promise<T>): Promise<T>;
}

export function createByteGate(maxBytes: number): ByteGate {
  let free = maxBytes;
  const waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  const admit = (): void => {
    for (let first = waiting[0]; first !== undefined && first.bytes <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.bytes;
      first.go();
    }
  };
  return {
    async run(wanted, work) {
      const bytes = Math.min(wanted, maxBytes);
      await new Promise<void>((go) => {
        waiting.push({ bytes, go });
        admit();
      });
      try {
        return await work();
      } finally {
        free += bytes;
        admit();
      }
    },
  };
}
