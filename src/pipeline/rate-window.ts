// Counts of one address's connections and messages, by the wall-clock minute (row 7.7: blocked "until the next minute starts").
// Pure state machine: takes `now`; engine and model run the same one.
import { MINUTE_SECONDS } from '../core/units.ts';

/** Counts of one client address after the event just recorded. */
export interface RateCounts {
  readonly concurrentConnections: number;
  readonly connectionsThisMinute: number;
  readonly messagesThisMinute: number;
}

interface Entry {
  open: number;
  connections: number;
  messages: number;
}

/** Memory is bounded by the addresses that are connected or have come in the current minute. */
export class RateWindow {
  readonly #entries = new Map<string, Entry>();
  #minute = Number.NEGATIVE_INFINITY;

  /** A connection opened. @param now seconds */
  connected(address: string, now: number): RateCounts {
    const entry = this.#entry(address, now);
    entry.open += 1;
    entry.connections += 1;
    return this.#counts(entry);
  }

  /** A connection closed. */
  closed(address: string, now: number): void {
    const entry = this.#entry(address, now);
    entry.open = Math.max(0, entry.open - 1);
  }

  /** A message began (MAIL FROM). */
  message(address: string, now: number): RateCounts {
    const entry = this.#entry(address, now);
    entry.messages += 1;
    return this.#counts(entry);
  }

  /** What is counted of an address, without counting anything. */
  counts(address: string, now: number): RateCounts {
    return this.#counts(this.#entry(address, now));
  }

  /** Addresses remembered, for tests of the bound. */
  get size(): number {
    return this.#entries.size;
  }

  #entry(address: string, now: number): Entry {
    const minute = Math.floor(now / MINUTE_SECONDS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      for (const [key, entry] of this.#entries) {
        if (entry.open === 0) this.#entries.delete(key);
        else {
          entry.connections = 0;
          entry.messages = 0;
        }
      }
    }
    let entry = this.#entries.get(address);
    if (!entry) {
      entry = { open: 0, connections: 0, messages: 0 };
      this.#entries.set(address, entry);
    }
    return entry;
  }

  #counts(entry: Entry): RateCounts {
    return {
      concurrentConnections: entry.open,
      connectionsThisMinute: entry.connections,
      messagesThisMinute: entry.messages,
    };
  }
}
