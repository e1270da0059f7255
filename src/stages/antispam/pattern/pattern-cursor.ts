// A place in the text of a pattern, and the small things that are read from there: numbers, escaped characters.
import type { Alphabet } from './code-sets.ts';
import { PatternFault } from './pattern-node.ts';

const SINGLE: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, e: 27, a: 7 };
const MAX_CODE_POINT = 0x10ffff;

export class PatternCursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, '' at the end. */
  peek(): string {
    return this.text.charAt(this.at);
  }

  next(): string {
    if (this.done) throw new PatternFault('it ends too early');
    const character = this.text.charAt(this.at);
    this.at += 1;
    return character;
  }

  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Takes what a sticky expression matches here. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  /**
   * Code point of an escape that stands for one character; the backslash was taken. Null when the letter stands for something else.
   * @param octal whether digits are octal numbers, as in classes
   */
  escapedCode(octal: boolean): number | null {
    const number = this.match(/x\{\s*([\da-fA-F]+)\s*\}|x([\da-fA-F]{0,2})|o\{([0-7]+)\}|N\{U\+([\da-fA-F]+)\}/y);
    if (number) {
      const [, braced, hexadecimal, eight, named] = number;
      return codePoint(eight === undefined ? (braced ?? named ?? (hexadecimal || '0')) : eight, eight ? 8 : 16);
    }
    const digits = this.match(octal ? /[0-7]{1,3}/y : /0[0-7]{0,2}/y)?.[0];
    if (digits !== undefined) return Number.parseInt(digits, 8) & 0xff;
    const control = this.match(/c([@-_a-z?])/y)?.[1];
    if (control !== undefined) return control.toUpperCase().charCodeAt(0) ^ 0x40;
    const letter = this.peek();
    const single = SINGLE[letter];
    if (single !== undefined) {
      this.at += 1;
      return single;
    }
    // Any other sign stands for itself.
    if (letter === '' || /[a-z\d]/i.test(letter)) return null;
    return this.literal();
  }

  /** One character as written: a pair of UTF-16 units is one. */
  literal(): number {
    const code = this.text.codePointAt(this.at);
    if (code === undefined) throw new PatternFault('it ends too early');
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }
}

function codePoint(digits: string, base: number): number {
  const code = Number.parseInt(digits, base);
  if (!(code <= MAX_CODE_POINT)) throw new PatternFault(`${digits} is no character`);
  return code;
}

/** A character as the units of a text: several where one does not hold it. */
export function unitsOf(code: number, alphabet: Alphabet): number[] {
  if (alphabet === 'text') {
    const written = String.fromCodePoint(code);
    return Array.from({ length: written.length }, (_, index) => written.charCodeAt(index));
  }
  if (code <= 0xff) return [code];
  const bits = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) return [0xc0 | (code >> 6), bits(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), bits(6), bits(0)];
  return [0xf0 | (code >> 18), bits(12), bits(6), bits(0)];
}
