// Reads the arguments of one command by the grammar of RFC 3501 section 9. Strict; knows tokens, not what they mean.
import { KIB } from '../../core/units.ts';
import type { AssembledCommand } from './line-assembler.ts';

/** The command breaks the grammar. Caught by the session alone, which answers BAD. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';
}

const MAX_DEPTH = 32;
const MAX_NUMBER = 4_294_967_295;
const ATOM = /[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]+/y;
const ASTRING = /[!#$&'+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+/y;
const LIST_MAILBOX = /[!#$%&'*+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+/y;
const QUOTED = /"((?:[^"\\\r\n\0]|\\["\\])*)"/y;
const NUMBER = /\d{1,10}(?!\d)/y;

export class ArgumentReader {
  readonly #texts: readonly string[];
  readonly #literals: readonly Buffer[];
  #part = 0;
  #at = 0;
  #depth = 0;

  constructor({ texts, literals }: AssembledCommand) {
    this.#texts = texts;
    this.#literals = literals;
  }

  get #text(): string {
    return this.#texts[this.#part] ?? '';
  }

  /** The next character, empty at the end of the text or before a literal. */
  get peek(): string {
    return this.#text.charAt(this.#at);
  }

  get atLiteral(): boolean {
    return this.#at >= this.#text.length && this.#part < this.#literals.length;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length && this.#part >= this.#literals.length;
  }

  /** Refuses anything that is left. */
  end(): void {
    if (!this.atEnd) throw new SyntaxFault('Unexpected text at the end');
  }

  /** Takes `character` if it comes next. */
  accept(character: string): boolean {
    if (this.peek !== character) return false;
    this.#at += 1;
    return true;
  }

  expect(character: string): void {
    if (!this.accept(character))
      throw new SyntaxFault(character === ' ' ? 'Expected a space' : `Expected ${character}`);
  }

  space(): void {
    this.expect(' ');
  }

  /** Takes what `pattern` (sticky) finds here; null when it finds nothing. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  atom(): string {
    return this.#need(this.match(ATOM)?.[0], 'Expected an atom');
  }

  /** An atom in upper case, for key words. */
  word(): string {
    return this.atom().toUpperCase();
  }

  number(): number {
    const value = Number(this.#need(this.match(NUMBER)?.[0], 'Expected a number'));
    if (value > MAX_NUMBER) throw new SyntaxFault('Number too large');
    return value;
  }

  /** A quoted string or a literal, as bytes in a latin1 string. 8-bit characters are let through: names and passwords have them. */
  string(): string {
    return this.#need(this.#stringOrNull(), 'Expected a string');
  }

  astring(): string {
    return this.#stringOrNull() ?? this.#need(this.match(ASTRING)?.[0], 'Expected an atom or a string');
  }

  listMailbox(): string {
    return this.#stringOrNull() ?? this.#need(this.match(LIST_MAILBOX)?.[0], 'Expected a mailbox pattern');
  }

  /** A literal as it came, without a copy. */
  literal(): Buffer {
    const literal = this.atLiteral ? this.#literals[this.#part] : undefined;
    if (!literal) throw new SyntaxFault('Expected a literal');
    this.#part += 1;
    this.#at = 0;
    return literal;
  }

  /** `(item item …)`; may be empty. Nesting is bounded over all lists of the command. */
  list<T>(item: () => T, maxItems: number): T[] {
    return this.nested(() => {
      const items: T[] = [];
      this.expect('(');
      if (this.accept(')')) return items;
      do {
        if (items.length >= maxItems) throw new SyntaxFault('List too long');
        items.push(item());
      } while (this.accept(' '));
      this.expect(')');
      return items;
    });
  }

  /** Runs a reader one level deeper. */
  nested<T>(read: () => T): T {
    if (this.#depth >= MAX_DEPTH) throw new SyntaxFault('Nested too deeply');
    this.#depth += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #stringOrNull(): string | null {
    if (this.peek === '"') {
      const quoted = this.#need(this.match(QUOTED)?.[1], 'Bad quoted string');
      return quoted.replace(/\\(["\\])/g, '$1');
    }
    if (!this.atLiteral) return null;
    const literal = this.literal();
    if (literal.length > 8 * KIB) throw new SyntaxFault('String too long');
    if (literal.includes(0)) throw new SyntaxFault('NUL in a string');
    return literal.toString('latin1');
  }

  #need<T>(value: T | null | undefined, complaint: string): T {
    if (value === null || value === undefined) throw new SyntaxFault(complaint);
    return value;
  }
}
