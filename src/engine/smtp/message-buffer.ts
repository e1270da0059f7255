// Gathers the bytes of one message within its limit, in memory that was asked for. Knows no framing.

/** Pieces up to this size [A] are copied together: a client that sends single bytes costs no more than one that does not. */
const SMALL_BYTES = 4096;
/** [A] A few small pieces; the memory that an empty message costs. */
const SLAB_BYTES = 16_384;

export class MessageBuffer {
  readonly #maxBytes: number;
  readonly #reserve: (bytes: number) => boolean;
  /** In order. Large pieces are views of what the socket gave, where they are most of it. */
  #pieces: Buffer[] = [];
  /** What small pieces are copied into, and how much of it is in use; its used part is not among the pieces yet. */
  #slab: Buffer = Buffer.alloc(0);
  #slabStart = 0;
  #slabEnd = 0;
  #length = 0;
  #unreserved = false;

  /** @param reserve asked before memory is taken; false: nothing is kept any more, and `overloaded` is set */
  constructor(maxBytes: number, reserve: (bytes: number) => boolean) {
    this.#maxBytes = maxBytes;
    this.#reserve = reserve;
  }

  /** @param bytes not changed by anybody afterwards: they are not always copied */
  keep(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length > this.#maxBytes || this.#unreserved) return;
    if (bytes.length <= SMALL_BYTES) this.#copy(bytes);
    else if (this.#take(bytes.length)) {
      this.#endSlabPiece();
      // A view holds all the memory it looks into, and only its own length was asked for.
      this.#pieces.push(2 * bytes.length < bytes.buffer.byteLength ? Buffer.from(bytes) : bytes);
    }
  }

  /** The bytes in one piece; the others are given up for it. Only for a message that is neither too large nor overloaded. */
  get bytes(): Buffer {
    this.#endSlabPiece();
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0]!;
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

  #copy(bytes: Buffer): void {
    if (this.#slabEnd + bytes.length > this.#slab.length) {
      if (!this.#take(SLAB_BYTES)) return;
      this.#endSlabPiece();
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#slabStart = 0;
      this.#slabEnd = 0;
    }
    bytes.copy(this.#slab, this.#slabEnd);
    this.#slabEnd += bytes.length;
  }

  #endSlabPiece(): void {
    if (this.#slabEnd > this.#slabStart) this.#pieces.push(this.#slab.subarray(this.#slabStart, this.#slabEnd));
    this.#slabStart = this.#slabEnd;
  }

  #take(bytes: number): boolean {
    if (!this.#reserve(bytes)) this.#unreserved = true;
    return !this.#unreserved;
  }
}
