// Knows whether a session waits for its client, for what and since when: whoever keeps a full server waiting makes room for others.
import type { Connection } from '../imap/connection.ts';

/** Bytes that excuse a second of waiting: Postfix's smtpd_min_data_rate. */
const FAIR_BYTES_PER_SECOND = 500;

type WaitedFor = 'handshake' | 'command' | 'message';

/** Since when, in ms. A message is waited for as long as it comes at a fair rate. */
interface Waiting {
  readonly since: number;
  readonly for: WaitedFor;
  bytes: number;
}

export class ClientWatch {
  /** Null: the session is at work itself. */
  #waiting: Waiting | null = null;

  get waitsFor(): WaitedFor | null {
    return this.#waiting?.for ?? null;
  }

  /** How long the client has kept us waiting; 0 while we are at work. */
  get idleSeconds(): number {
    if (this.#waiting === null) return 0;
    return (performance.now() - this.#waiting.since) / 1000 - this.#waiting.bytes / FAIR_BYTES_PER_SECOND;
  }

  /** @param since ms; earlier when it is the same thing that is still waited for */
  async waitFor<T>(what: WaitedFor, work: () => Promise<T>, since = performance.now()): Promise<T> {
    this.#waiting = { since, for: what, bytes: 0 };
    try {
      return await work();
    } finally {
      this.#waiting = null;
    }
  }

  /** The bytes of one message, with an eye on how fast they come. */
  messageSource(connection: Pick<Connection, 'read'>): Pick<Connection, 'read'> {
    const waiting: Waiting = { since: performance.now(), for: 'message', bytes: 0 };
    return {
      read: async (timeoutSeconds) => {
        this.#waiting = waiting;
        const chunk = await connection.read(timeoutSeconds);
        this.#waiting = null;
        if (chunk instanceof Buffer) waiting.bytes += chunk.length;
        return chunk;
      },
    };
  }
}
