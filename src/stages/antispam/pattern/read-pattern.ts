// Reads a regular expression as Perl writes it into a tree. What cannot be kept in meaning is refused, never guessed.
import { type Alphabet, bothCases, escapedSet, LINE_FEED } from './code-sets.ts';
import { PatternCursor, unitsOf } from './pattern-cursor.ts';
import { type Assertion, oneOf, PatternFault, type PatternNode, sequence } from './pattern-node.ts';
import { readClass } from './read-class.ts';

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
  /** Parentheses do not capture. */
  readonly n: boolean;
}

/** Deeper than any honest pattern, and far from the end of the stack. */
const MAX_DEPTH = 60;
/** Perl's own limit (perlre, "Quantifiers"). */
const MAX_REPEAT = 65_534;

const assertion = (name: Assertion): PatternNode => ({ kind: 'assertion', assertion: name });
const ESCAPED_ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'subjectStart',
  Z: 'subjectEnd',
  z: 'veryEnd',
  b: 'wordEdge',
  B: 'noWordEdge',
};
/** `\R`: any line end. */
const LINE_END: PatternNode = {
  kind: 'choice',
  nodes: [{ kind: 'sequence', nodes: [oneOf([13, 13]), oneOf([10, 10])] }, oneOf([10, 13])],
};

const REFUSED: Readonly<Record<string, string>> = {
  K: '\\K (keep)',
  G: '\\G (where the last match ended)',
  X: '\\X (a grapheme)',
  C: '\\C (a byte)',
  Q: '\\Q (quoted text)',
  p: '\\p (properties of Unicode)',
  P: '\\P (properties of Unicode)',
};

class PatternReader {
  readonly #cursor: PatternCursor;
  readonly #alphabet: Alphabet;
  readonly #names = new Map<string, number>();
  #flags: Flags;
  #captures = 0;
  #depth = 0;

  constructor(text: string, alphabet: Alphabet, flags: string) {
    this.#cursor = new PatternCursor(text);
    this.#alphabet = alphabet;
    this.#flags = {
      i: flags.includes('i'),
      m: flags.includes('m'),
      s: flags.includes('s'),
      x: flags.includes('x'),
      n: flags.includes('n'),
    };
  }

  read(): PatternNode {
    const node = this.#choice();
    if (!this.#cursor.done) throw new PatternFault('a closing parenthesis too many');
    return node;
  }

  /** Alternatives up to a closing parenthesis or the end. Flags set inside end with it. */
  #choice(): PatternNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new PatternFault(`parentheses deeper than ${MAX_DEPTH}`);
    const outside = this.#flags;
    const nodes = [this.#sequence()];
    while (this.#cursor.take('|')) nodes.push(this.#sequence());
    this.#flags = outside;
    this.#depth -= 1;
    return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'choice', nodes };
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    for (;;) {
      this.#skipComments();
      if (this.#cursor.done || this.#cursor.peek() === '|' || this.#cursor.peek() === ')') return sequence(nodes);
      const atom = this.#atom();
      if (atom !== null) nodes.push(this.#repeated(atom));
    }
  }

  #skipComments(): void {
    while (this.#cursor.match(/\(\?#[^)]*\)/y) || (this.#flags.x && this.#cursor.match(/(?:\s|#[^\n]*)+/y)));
  }

  #repeated(node: PatternNode): PatternNode {
    this.#skipComments();
    const found = this.#cursor.match(/[*+?]|\{\s*(\d{0,6})\s*(,?)\s*(\d{0,6})\s*\}/y);
    if (!found) return node;
    const [whole, from = '', comma = '', to = ''] = found;
    if (whole.startsWith('{') && from === '' && to === '') {
      // `{}` and `{,}` are no quantifiers but text.
      this.#cursor.at -= whole.length;
      return node;
    }
    let min = whole === '+' ? 1 : 0;
    let max = whole === '?' ? 1 : Number.POSITIVE_INFINITY;
    if (whole.startsWith('{')) {
      min = Number(from || 0);
      max = comma === '' ? min : to === '' ? Number.POSITIVE_INFINITY : Number(to);
    }
    if (min > MAX_REPEAT || (max !== Number.POSITIVE_INFINITY && (max > MAX_REPEAT || max < min)))
      throw new PatternFault(`the repeat count ${whole}`);
    const repeat: PatternNode = { kind: 'repeat', node, min, max, lazy: this.#cursor.take('?') };
    const result: PatternNode = this.#cursor.take('+') ? { kind: 'atomic', node: repeat } : repeat;
    if (this.#cursor.match(/(?=[*+?])/y)) throw new PatternFault('a quantifier behind a quantifier');
    return result;
  }

  /** Null for what matches nothing by itself, such as `(?i)`. */
  #atom(): PatternNode | null {
    const character = this.#cursor.peek();
    switch (character) {
      case '(':
        this.#cursor.next();
        return this.#group();
      case '[':
        this.#cursor.next();
        return readClass(this.#cursor, this.#alphabet, this.#flags.i);
      case '\\':
        this.#cursor.next();
        return this.#escape();
      case '.':
        this.#cursor.next();
        return { kind: 'set', ranges: this.#flags.s ? [] : LINE_FEED, negated: true };
      case '^':
        this.#cursor.next();
        return assertion(this.#flags.m ? 'lineStart' : 'subjectStart');
      case '$':
        this.#cursor.next();
        return assertion(this.#flags.m ? 'lineEnd' : 'subjectEnd');
      case '*':
      case '+':
      case '?':
        throw new PatternFault(`nothing to repeat before ${character}`);
      default:
        return this.#character(this.#cursor.literal());
    }
  }

  #character(code: number): PatternNode {
    const nodes = unitsOf(code, this.#alphabet).map((unit): PatternNode => {
      const ranges = [[unit, unit]] as const;
      return { kind: 'set', ranges: this.#flags.i ? bothCases(ranges, this.#alphabet) : ranges, negated: false };
    });
    return sequence(nodes);
  }

  #escape(): PatternNode {
    const cursor = this.#cursor;
    const reference = cursor.match(/g\{?(-?\d{1,3})\}?/y)?.[1];
    if (reference !== undefined) return this.#reference(Number(reference));
    const number = Number(cursor.match(/(?=([1-9]\d{0,2}))/y)?.[1] ?? 0);
    // From ten on it is a group only if there are so many, else an octal number.
    if (number > 0 && (number < 10 || number <= this.#captures)) {
      cursor.at += String(number).length;
      return this.#reference(number);
    }
    const named = cursor.match(/[gk](?:\{([A-Za-z_]\w*)\}|<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y);
    if (named) {
      const number = this.#names.get(named[1] ?? named[2] ?? named[3] ?? '');
      if (number === undefined) throw new PatternFault(`${named[0]} names no group before it`);
      return { kind: 'reference', number };
    }
    const code = cursor.escapedCode(number >= 10);
    if (code !== null) return this.#character(code);
    const letter = cursor.next();
    const refused = REFUSED[letter];
    if (refused !== undefined) throw new PatternFault(`${refused} is not supported`);
    const edge = ESCAPED_ASSERTIONS[letter];
    if (edge !== undefined) {
      if (cursor.peek() === '{') throw new PatternFault(`\\${letter}{…} is not supported`);
      return assertion(edge);
    }
    if (letter === 'R') return LINE_END;
    if (letter === 'N') return { kind: 'set', ranges: LINE_FEED, negated: true };
    const set = escapedSet(letter, this.#alphabet);
    return set ? { kind: 'set', ranges: set, negated: false } : this.#character(letter.charCodeAt(0));
  }

  #reference(written: number): PatternNode {
    const number = written < 0 ? this.#captures + 1 + written : written;
    if (number < 1 || number > this.#captures) throw new PatternFault(`\\${written} names no group before it`);
    return { kind: 'reference', number };
  }

  #group(): PatternNode | null {
    const cursor = this.#cursor;
    const look = cursor.match(/\?(<?)([=!])/y);
    if (look) return { kind: 'look', ahead: look[1] === '', negated: look[2] === '!', node: this.#closed() };
    if (cursor.take('?>')) return { kind: 'atomic', node: this.#closed() };
    const name = cursor.match(/\?P?(?:<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y);
    if (name) return this.#capture(name[1] ?? name[2] ?? '');
    const flags = cursor.match(/\?(\^?)([a-z]*)(?:-([a-z]*))?([:)])/y);
    if (flags) return this.#flagged(flags[1] === '^', flags[2] ?? '', flags[3] ?? '', flags[4] === ')');
    if (cursor.peek() === '?' || cursor.peek() === '*')
      throw new PatternFault(`(${cursor.text.slice(cursor.at, cursor.at + 3)} is not supported`);
    return this.#flags.n ? this.#closed() : this.#capture('');
  }

  #capture(name: string): PatternNode {
    this.#captures += 1;
    const number = this.#captures;
    const node = this.#closed();
    if (name !== '') this.#names.set(name, number);
    return { kind: 'capture', number, node };
  }

  #flagged(afresh: boolean, on: string, off: string, alone: boolean): PatternNode | null {
    if (/[^imsxnaluodp]/.test(on + off)) throw new PatternFault(`the flags ${on}-${off}`);
    const outside = this.#flags;
    const value = (flag: keyof Flags): boolean =>
      on.includes(flag) || (!off.includes(flag) && !afresh && outside[flag]);
    this.#flags = { i: value('i'), m: value('m'), s: value('s'), x: value('x'), n: value('n') };
    if (alone) return null;
    const node = this.#closed();
    this.#flags = outside;
    return node;
  }

  #closed(): PatternNode {
    const node = this.#choice();
    if (!this.#cursor.take(')')) throw new PatternFault('a parenthesis that is not closed');
    return node;
  }
}

/**
 * @param flags letters of Perl: i, m, s, x, n; others do not matter here
 * @throws PatternFault
 */
export const readPattern = (text: string, alphabet: Alphabet, flags: string): PatternNode =>
  new PatternReader(text, alphabet, flags).read();
