// Reads a message that comes in chunks of declared size (BDAT, RFC 3030). Nothing in the bytes can end it: only their number does.
import { MessageBuffer } from './message-buffer.ts';
import type { MessageFaults } from './message-faults.ts';

const CR = 0x0d;
const LF = 0x0a;
const NUL = 0x00;

/** BINARYMIME is not offered, so a chunk holds lines like any message: a line end may be cut by the border of two chunks. */
export class ChunkReader implements MessageFaults {
  readonly #buffer: MessageBuffer;
  #behindCr = false;
  #bareLineEnd = false;
  #nul = false;

  /** @param reserve asked before memory is taken; false: nothing is kept any more, and `overloaded` is set */
  constructor(maxBytes: number, reserve: (bytes: number) => boolean) {
    this.#buffer = new MessageBuffer(maxBytes, reserve);
  }

  push(chunk: Buffer): void {
    for (const byte of chunk) {
      if (this.#behindCr !== (byte === LF)) this.#bareLineEnd = true;
      if (byte === NUL) this.#nul = true;
      this.#behindCr = byte === CR;
    }
    this.#buffer.keep(chunk);
  }

  /** The message; a view of memory that is reserved. Only for a message without faults. */
  get message(): Buffer {
    return this.#buffer.bytes;
  }

  get sizeBytes(): number {
    return this.#buffer.sizeBytes;
  }

  get tooLarge(): boolean {
    return this.#buffer.tooLarge;
  }

  /** Of all that came so far: behind the last chunk, a CR at its end is one too. */
  get bareLineEnd(): boolean {
    return this.#bareLineEnd || this.#behindCr;
  }

  get nul(): boolean {
    return this.#nul;
  }

  get overloaded(): boolean {
    return this.#buffer.overloaded;
  }
}
