// The named sets of characters, as runs of codes. ASCII throughout, as in Perl on bytes and in JavaScript without the flag u.
import type { CodeRange } from './pattern-node.ts';

/** The characters a text consists of: bytes, or the units of UTF-16. */
export type Alphabet = 'bytes' | 'text';
export const lastCode = (alphabet: Alphabet): number => (alphabet === 'bytes' ? 0xff : 0xffff);

const range = (from: string, to: string = from): CodeRange => [from.charCodeAt(0), to.charCodeAt(0)];
const DIGIT = [range('0', '9')];
const WORD = [...DIGIT, range('A', 'Z'), range('_'), range('a', 'z')];
/** Perl's \s: tab, line feed, vertical tab, form feed, carriage return, blank. JavaScript's would add U+00A0 and others. */
const SPACE: readonly CodeRange[] = [[0x09, 0x0d], range(' ')];
const HORIZONTAL = [range('\t'), range(' ')];
const VERTICAL: readonly CodeRange[] = [[0x0a, 0x0d]];
export const LINE_FEED: readonly CodeRange[] = [[0x0a, 0x0a]];

/** By the letter of the escape; a capital is the complement. */
const ESCAPES: Readonly<Record<string, readonly CodeRange[]>> = {
  d: DIGIT,
  w: WORD,
  s: SPACE,
  h: HORIZONTAL,
  v: VERTICAL,
};

const POSIX: Readonly<Record<string, readonly CodeRange[]>> = {
  alpha: [range('A', 'Z'), range('a', 'z')],
  digit: DIGIT,
  alnum: [...DIGIT, range('A', 'Z'), range('a', 'z')],
  upper: [range('A', 'Z')],
  lower: [range('a', 'z')],
  punct: [range('!', '/'), range(':', '@'), range('[', '`'), range('{', '~')],
  space: SPACE,
  blank: HORIZONTAL,
  cntrl: [
    [0x00, 0x1f],
    [0x7f, 0x7f],
  ],
  graph: [range('!', '~')],
  print: [range(' ', '~')],
  xdigit: [...DIGIT, range('A', 'F'), range('a', 'f')],
  word: WORD,
  ascii: [[0x00, 0x7f]],
};

/** Everything that is in none of the ranges. */
export function complement(ranges: readonly CodeRange[], alphabet: Alphabet): CodeRange[] {
  const rest: CodeRange[] = [];
  let next = 0;
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (first > next) rest.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= lastCode(alphabet)) rest.push([next, lastCode(alphabet)]);
  return rest;
}

/** The set behind an escape such as `\d` or `\W`; undefined when it is none. */
export function escapedSet(letter: string, alphabet: Alphabet): readonly CodeRange[] | undefined {
  const ranges = ESCAPES[letter.toLowerCase()];
  if (ranges === undefined || letter === letter.toLowerCase()) return ranges;
  return complement(ranges, alphabet);
}

/** The set behind `[:name:]` or `[:^name:]`. */
export function posixSet(name: string, alphabet: Alphabet): readonly CodeRange[] | undefined {
  const plain = name.replace(/^\^/, '');
  const ranges = Object.hasOwn(POSIX, plain) ? POSIX[plain] : undefined;
  return ranges !== undefined && name.startsWith('^') ? complement(ranges, alphabet) : ranges;
}

/** A set of characters of which each other case is wanted too is looked at up to this size [A]; letters come in small runs. */
const MAX_FOLDED = 4096;

/** The ranges and, for each letter in them, its other case. Bytes are taken for Latin-1, as SpamAssassin does (Perl's flag /aa). */
export function bothCases(ranges: readonly CodeRange[], alphabet: Alphabet): readonly CodeRange[] {
  const folded = new Set<number>();
  let looked = 0;
  for (const [first, last] of ranges) {
    for (let code = first; code <= last && looked < MAX_FOLDED; code += 1) {
      looked += 1;
      const letter = String.fromCharCode(code);
      for (const other of [letter.toLowerCase(), letter.toUpperCase()])
        if (other.length === 1 && other !== letter && other.charCodeAt(0) <= lastCode(alphabet))
          folded.add(other.charCodeAt(0));
    }
  }
  if (folded.size === 0) return ranges;
  return [...ranges, ...[...folded].map((code): CodeRange => [code, code])];
}
