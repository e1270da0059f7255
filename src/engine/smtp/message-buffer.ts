// Gathers the bytes of one message within its limit, in memory that was asked for. Knows no framing.

const FIRST_BYTES = 16_384;

export class MessageBuffer {
  readonly #maxBytes: number;
  readonly #reserve: (bytes: number) => boolean;
  #kept: Buffer = Buffer.alloc(0);
  #length = 0;
  #unreserved = false;

  /** @param reserve asked before memory is taken; false: nothing is kept any more, and `overloaded` is set */
  constructor(maxBytes: number, reserve: (bytes: number) => boolean) {
    this.#maxBytes = maxBytes;
    this.#reserve = reserve;
  }

  keep(bytes: Buffer): void {
    const wanted = this.#length + bytes.length;
    if (wanted <= this.#maxBytes && !this.#unreserved) {
      if (wanted > this.#kept.length) this.#grow(wanted);
      if (!this.#unreserved) bytes.copy(this.#kept, this.#length);
    }
    this.#length = wanted;
  }

  /** A view of memory that is reserved. Only for a message that is neither too large nor overloaded. */
  get bytes(): Buffer {
    return this.#kept.subarray(0, this.#length);
  }

  /** Bytes of the message, kept or not. */
  get sizeBytes(): number {
    return this.#length;
  }

  get tooLarge(): boolean {
    return this.#length > this.#maxBytes;
  }

  /** There was no memory for it. */
  get overloaded(): boolean {
    return this.#unreserved;
  }

  /** Doubles: a client that sends single bytes costs no more than one that does not. */
  #grow(wanted: number): void {
    const size = Math.min(this.#maxBytes, Math.max(wanted, 2 * this.#kept.length, FIRST_BYTES));
    if (!this.#reserve(size - this.#kept.length)) {
      this.#unreserved = true;
      return;
    }
    const larger = Buffer.allocUnsafe(size);
    this.#kept.copy(larger, 0, 0, this.#length);
    this.#kept = larger;
  }
}
