// The memory of greylisting (row 9.8): when a triplet was first seen. Pure state machine: takes `now`; the engine persists what
// `onChange` tells it, the model does not.
import { networkOf } from '../core/ip.ts';
import { DAY_SECONDS } from '../core/units.ts';

/** When a triplet was first and last seen, seconds. */
export interface GreylistRecord {
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** How long the table remembers. */
export interface GreylistMemory {
  /** A triplet that did not come back within this time starts anew. Postgrey's default: 2 days. */
  readonly retryWindowSeconds: number;
  /** A triplet that came back is known for this long after its last mail. Postgrey's default: 35 days. */
  readonly knownSeconds: number;
  /** Beyond this many triplets the one seen longest ago is forgotten. */
  readonly maxTriplets: number;
}

export const GREYLIST_MEMORY: GreylistMemory = {
  retryWindowSeconds: 2 * DAY_SECONDS,
  knownSeconds: 35 * DAY_SECONDS,
  maxTriplets: 200_000,
};

/** Triplets are keyed by network, since big senders rotate addresses: /24 for IPv4, /64 for IPv6. */
export const greylistKey = (clientAddress: string, sender: string, recipient: string): string =>
  `${networkOf(clientAddress, 24, 64)}\n${sender.toLowerCase()}\n${recipient.toLowerCase()}`;

export class GreylistTable {
  readonly #memory: GreylistMemory;
  readonly #records: Map<string, GreylistRecord>;
  readonly #onChange: (key: string, record: GreylistRecord) => void;

  /** @param records what was remembered, oldest first. @param onChange told of every change, for persistence. */
  constructor(
    memory: GreylistMemory = GREYLIST_MEMORY,
    records: Iterable<readonly [string, GreylistRecord]> = [],
    onChange: (key: string, record: GreylistRecord) => void = () => {},
  ) {
    this.#memory = memory;
    this.#records = new Map(records);
    this.#onChange = onChange;
  }

  /** Age of the triplet in seconds, null on first sight. The visit itself is remembered. */
  visit(key: string, now: number): number | null {
    const found = this.#records.get(key);
    const known = found && !this.#expired(found, now) ? found : null;
    const record = { firstSeen: known?.firstSeen ?? now, lastSeen: now };
    this.#records.delete(key);
    this.#records.set(key, record);
    if (this.#records.size > this.#memory.maxTriplets) {
      const oldest = this.#records.keys().next().value;
      if (oldest !== undefined) this.#records.delete(oldest);
    }
    this.#onChange(key, record);
    return known === null ? null : now - known.firstSeen;
  }

  /** All that is remembered, longest unseen first. */
  entries(): IterableIterator<[string, GreylistRecord]> {
    return this.#records.entries();
  }

  get size(): number {
    return this.#records.size;
  }

  #expired({ firstSeen, lastSeen }: GreylistRecord, now: number): boolean {
    const idle = now - lastSeen;
    return lastSeen === firstSeen ? idle > this.#memory.retryWindowSeconds : idle > this.#memory.knownSeconds;
  }
}
