// Messages that were kept a moment ago and are about to be delivered: in memory, so that they need not be read back. Bounded by bytes;
// what has no room is read from the disk.
import type { Entry } from './entry.ts';

export class RecentEntries {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  /** @param maxBytes of all together; a message that would take more than a quarter of it is not held */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  put(entry: Entry): void {
    // A message that is kept again has changed: what was known of it must not stay, even if the new one has no room.
    this.delete(entry.envelope.id);
    const bytes = heldBytes(entry);
    if (bytes > this.#maxBytes / 4) return;
    this.#entries.set(entry.envelope.id, entry);
    this.#bytes += bytes;
    for (const id of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.delete(id);
    }
  }

  get(id: string): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  delete(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#bytes -= heldBytes(entry);
  }
}

/** What an envelope and its place here take, for each recipient [A]. */
const ENVELOPE_BYTES = 2048;

/** A view holds all the memory it looks into. */
const heldBytes = ({ envelope, message }: Entry): number =>
  message.buffer.byteLength + ENVELOPE_BYTES * (1 + envelope.recipients.length);
