// Reads the bytes behind DATA up to CR LF . CR LF and nothing else (RFC 5321 section 4.1.1.4), in pieces of any size. Bounded.
import { MessageBuffer } from './message-buffer.ts';
import type { MessageFaults } from './message-faults.ts';

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const NUL = 0x00;
const CRLF = Buffer.of(CR, LF);
const ONE_CR = Buffer.of(CR);

/**
 * `lineStart`: behind CR LF, or at the beginning. `dot`: the first byte of the line was a dot, which is never kept.
 * `dotCr`: the line so far is a dot and a CR. `cr`: behind a CR within text.
 */
type State = 'lineStart' | 'dot' | 'dotCr' | 'text' | 'cr';

/** Where a byte comes next in a chunk. Asked with growing places, it reads the chunk once, however often it is asked. */
class NextPlace {
  readonly #chunk: Buffer;
  readonly #byte: number;
  #place = -1;

  constructor(chunk: Buffer, byte: number) {
    this.#chunk = chunk;
    this.#byte = byte;
  }

  /** The length of the chunk when it does not come. */
  from(at: number): number {
    if (this.#place < at) {
      const found = this.#chunk.indexOf(this.#byte, at);
      this.#place = found === -1 ? this.#chunk.length : found;
    }
    return this.#place;
  }
}

interface Places {
  readonly cr: NextPlace;
  readonly lf: NextPlace;
  readonly nul: NextPlace;
}

export class DataReader implements MessageFaults {
  readonly #buffer: MessageBuffer;
  #state: State = 'lineStart';
  #bareLineEnd = false;
  #nul = false;

  /** @param reserve asked before memory is taken; false: nothing is kept any more, and `overloaded` is set */
  constructor(maxBytes: number, reserve: (bytes: number) => boolean) {
    this.#buffer = new MessageBuffer(maxBytes, reserve);
  }

  /** Takes bytes. @returns what follows the end of the message; null when the end has not come. */
  push(chunk: Buffer): Buffer | null {
    let at = 0;
    const places = {
      cr: new NextPlace(chunk, CR),
      lf: new NextPlace(chunk, LF),
      nul: new NextPlace(chunk, NUL),
    };
    while (at < chunk.length) {
      const byte = chunk[at];
      switch (this.#state) {
        case 'lineStart':
          if (byte === DOT) at += 1;
          this.#state = byte === DOT ? 'dot' : 'text';
          break;
        case 'dot':
          if (byte === CR) at += 1;
          this.#state = byte === CR ? 'dotCr' : 'text';
          break;
        case 'dotCr':
          if (byte === LF) return chunk.subarray(at + 1);
          this.#bareCr();
          break;
        case 'cr':
          if (byte === LF) {
            this.#buffer.keep(CRLF);
            this.#state = 'lineStart';
            at += 1;
          } else this.#bareCr();
          break;
        case 'text':
          at = this.#text(chunk, at, places);
          break;
      }
    }
    return null;
  }

  /** The message with dots unstuffed; a view of memory that is reserved. Only for a message without faults. */
  get message(): Buffer {
    return this.#buffer.bytes;
  }

  /** Bytes of the message, kept or not. */
  get sizeBytes(): number {
    return this.#buffer.sizeBytes;
  }

  /** A CR without LF or an LF without CR was seen: what smuggling is made of. */
  get bareLineEnd(): boolean {
    return this.#bareLineEnd;
  }

  /** A NUL was seen: mail has none (RFC 5322 section 4 drops it even from the obsolete syntax), and IMAP cannot hand it out. */
  get nul(): boolean {
    return this.#nul;
  }

  get tooLarge(): boolean {
    return this.#buffer.tooLarge;
  }

  /** There was no memory for it. */
  get overloaded(): boolean {
    return this.#buffer.overloaded;
  }

  #bareCr(): void {
    this.#bareLineEnd = true;
    this.#buffer.keep(ONE_CR);
    this.#state = 'text';
  }

  /** Text up to the next byte that means something; a line end within it, with no dot behind, does not. @returns where to go on. */
  #text(chunk: Buffer, start: number, { cr, lf, nul }: Places): number {
    const { length } = chunk;
    let end = start;
    for (;;) {
      const lineEnd = cr.from(end);
      if (lf.from(end) < lineEnd) this.#bareLineEnd = true;
      end = lineEnd;
      if (end + 2 >= length || chunk[end + 1] !== LF || chunk[end + 2] === DOT) break;
      end += 2;
    }
    if (nul.from(start) < end) this.#nul = true;
    this.#buffer.keep(chunk.subarray(start, end));
    if (end === length) return end;
    this.#state = 'cr';
    return end + 1;
  }
}
