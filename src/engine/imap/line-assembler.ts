// Bytes to complete commands, literals included (RFC 3501 section 4.3, RFC 7888). Refuses what is too large before it is read.
// Knows no command but its bounds, no socket and no session.
import type { ByteBudget } from './byte-budget.ts';
import { type CommandBounds, MAX_LITERALS } from './limits.ts';

/** One command: text, literal, text, …, text. Texts are latin1 strings, one character a byte, without line ends and `{n}` marks. */
export interface AssembledCommand {
  readonly texts: readonly string[];
  readonly literals: readonly Buffer[];
}

export type AssemblerEvent =
  | { readonly kind: 'command'; readonly command: AssembledCommand }
  /** A literal was admitted and the client waits for `+`. */
  | { readonly kind: 'continue' }
  /** The command was not taken; the session goes on behind it. */
  | { readonly kind: 'refused'; readonly tag: string; readonly status: 'NO' | 'BAD'; readonly text: string }
  /** The session cannot go on. */
  | { readonly kind: 'fatal'; readonly text: string }
  | { readonly kind: 'more' };

type Fault = { readonly status: 'NO' | 'BAD'; readonly text: string };
type Line =
  | { readonly kind: 'line'; readonly text: string; readonly clean: boolean }
  | { readonly kind: 'more' }
  | { readonly kind: 'long' };

const LITERAL = /\{(\d{1,20})(\+?)\}$/;
const NOT_CRLF: Fault = { status: 'BAD', text: 'Lines end in CRLF' };

export class LineAssembler {
  readonly #bounds: (text: string) => CommandBounds;
  readonly #budget: ByteBudget;
  #buffer: Buffer = Buffer.alloc(0);
  /** How far the buffer was searched for a line end. */
  #searched = 0;
  #texts: string[] = [];
  #literals: Buffer[] = [];
  #textBytes = 0;
  #literalBytes = 0;
  #filling: { readonly into: Buffer; filled: number } | null = null;
  #skipping = 0;
  #skipped = 0;
  #fault: Fault | null = null;
  #reserved = 0;

  /** @param bounds of the command that begins with `text`. @param budget of all sessions, for literals */
  constructor(bounds: (text: string) => CommandBounds, budget: ByteBudget) {
    this.#bounds = bounds;
    this.#budget = budget;
  }

  push(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
  }

  /** True between two commands, with nothing of the next one read. */
  get isIdle(): boolean {
    return this.#buffer.length === 0 && this.#texts.length === 0 && this.#fault === null;
  }

  /** The next event. A command's literals count against the budget until the next call. */
  next(): AssemblerEvent {
    if (this.#texts.length === 0) this.release();
    for (;;) {
      if (!this.#takeLiteral()) return { kind: 'more' };
      const line = this.#takeLine(this.#bounds(this.#texts[0] ?? '').textBytes - this.#textBytes);
      if (line.kind === 'more') return { kind: 'more' };
      if (line.kind === 'long') return { kind: 'fatal', text: 'Command too long' };
      if (!line.clean) this.#fault ??= NOT_CRLF;
      const mark = LITERAL.exec(line.text);
      const text = mark ? line.text.slice(0, mark.index) : line.text;
      this.#textBytes += line.text.length;
      this.#texts.push(text);
      if (!mark) return this.#finished();
      const event = this.#openLiteral(Number(mark[1]), mark[2] === '');
      if (event) return event;
    }
  }

  /** A line that belongs to a running command (`DONE`, a SASL answer): 'more' when it is not complete, 'long' when it never will be. */
  nextLine(maxBytes: number): Line {
    return this.#takeLine(maxBytes);
  }

  /** Gives back what the last command's literals took. */
  release(): void {
    this.#budget.give(this.#reserved);
    this.#reserved = 0;
  }

  #finished(): AssemblerEvent {
    const command = { texts: this.#texts, literals: this.#literals };
    const fault = this.#fault;
    this.#reset();
    if (fault) return { kind: 'refused', tag: tagOf(command.texts[0] ?? ''), ...fault };
    return { kind: 'command', command };
  }

  #reset(): void {
    this.#texts = [];
    this.#literals = [];
    this.#textBytes = 0;
    this.#literalBytes = 0;
    this.#skipped = 0;
    this.#fault = null;
  }

  /** Decides on an announced literal; null: read on. */
  #openLiteral(bytes: number, clientWaits: boolean): AssemblerEvent | null {
    const bounds = this.#bounds(this.#texts[0] ?? '');
    this.#fault ??= this.#faultOf(bytes, bounds);
    if (this.#fault === null) {
      this.#reserved += bytes;
      this.#literalBytes += bytes;
      this.#filling = { into: Buffer.allocUnsafe(bytes), filled: 0 };
      return clientWaits ? { kind: 'continue' } : null;
    }
    // A client that waits sends nothing more of a refused command; one that does not wait has sent it all.
    if (clientWaits) return this.#finished();
    this.#skipped += bytes;
    if (this.#skipped > bounds.skipBytes) return { kind: 'fatal', text: this.#fault.text };
    this.#skipping = bytes;
    return null;
  }

  #faultOf(bytes: number, bounds: CommandBounds): Fault | null {
    if (this.#literals.length >= MAX_LITERALS) return { status: 'BAD', text: 'Too many literals' };
    if (bytes > bounds.literalBytes || this.#literalBytes + bytes > bounds.totalLiteralBytes)
      return { status: 'NO', text: '[TOOBIG] Literal too large' };
    if (!this.#budget.take(bytes)) return { status: 'NO', text: '[UNAVAILABLE] Too much is being received, try again' };
    return null;
  }

  /** False while bytes of a literal are missing. */
  #takeLiteral(): boolean {
    if (this.#skipping > 0) {
      const cut = Math.min(this.#skipping, this.#buffer.length);
      this.#drop(cut);
      this.#skipping -= cut;
      return this.#skipping === 0;
    }
    const filling = this.#filling;
    if (!filling) return true;
    const cut = Math.min(filling.into.length - filling.filled, this.#buffer.length);
    this.#buffer.copy(filling.into, filling.filled, 0, cut);
    this.#drop(cut);
    filling.filled += cut;
    if (filling.filled < filling.into.length) return false;
    this.#literals.push(filling.into);
    this.#filling = null;
    return true;
  }

  #takeLine(maxBytes: number): Line {
    const end = this.#buffer.indexOf(0x0a, this.#searched);
    if (end === -1) {
      this.#searched = this.#buffer.length;
      return { kind: this.#buffer.length > maxBytes + 1 ? 'long' : 'more' };
    }
    const clean = end > 0 && this.#buffer[end - 1] === 0x0d;
    const length = clean ? end - 1 : end;
    if (length > maxBytes) return { kind: 'long' };
    const text = this.#buffer.toString('latin1', 0, length);
    this.#drop(end + 1);
    return { kind: 'line', text, clean };
  }

  #drop(bytes: number): void {
    this.#buffer = this.#buffer.subarray(bytes);
    this.#searched = 0;
  }
}

/** The tag of a line, `*` when it has none that could be sent back. */
export const tagOf = (text: string): string =>
  /^([A-Za-z0-9.,:;=?@\-_[\]/'!#$&<>^`|~]{1,64})(?: |$)/.exec(text)?.[1] ?? '*';
