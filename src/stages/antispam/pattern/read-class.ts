// A character class of a pattern, `[...]`, as Perl reads it.
import { type Alphabet, bothCases, escapedSet, lastCode, posixSet } from './code-sets.ts';
import { type PatternCursor, unitsOf } from './pattern-cursor.ts';
import { type CodeRange, oneOf, PatternFault, type PatternNode, sequence } from './pattern-node.ts';

/** One member: a set such as `\w`, or a single character, which may begin a range. */
function member(cursor: PatternCursor, alphabet: Alphabet): readonly CodeRange[] | number {
  const posix = cursor.match(/\[:(\^?[a-z]+):\]/y);
  if (posix) {
    const set = posixSet(posix[1] ?? '', alphabet);
    if (set === undefined) throw new PatternFault(`${posix[0]} is no known class`);
    return set;
  }
  if (!cursor.take('\\')) return cursor.literal();
  const code = cursor.escapedCode(true);
  if (code !== null) return code;
  const letter = cursor.next();
  if (letter === 'b') return 8;
  if (/[pPX]/.test(letter)) throw new PatternFault(`\\${letter} (properties of Unicode) is not supported`);
  return escapedSet(letter, alphabet) ?? letter.charCodeAt(0);
}

/** Reads behind the opening bracket. */
export function readClass(cursor: PatternCursor, alphabet: Alphabet, ignoreCase: boolean): PatternNode {
  const negated = cursor.take('^');
  const ranges: CodeRange[] = [];
  /** Single characters that take several units. */
  const wide: number[] = [];
  const add = (first: number, last: number): void => {
    if (first > last) throw new PatternFault('a range that goes backwards');
    if (last <= lastCode(alphabet)) ranges.push([first, last]);
    else if (first === last && !negated) wide.push(first);
    else throw new PatternFault('a class with characters beyond the alphabet');
  };
  for (let first = true; first || cursor.peek() !== ']'; first = false) {
    if (cursor.done) throw new PatternFault('a class without its closing bracket');
    const from = member(cursor, alphabet);
    if (typeof from !== 'number') {
      ranges.push(...from);
      continue;
    }
    // A dash at the end, or before a set, is a dash.
    if (cursor.match(/-(?=[^\]])/y) === null) {
      add(from, from);
      continue;
    }
    const to = member(cursor, alphabet);
    if (typeof to === 'number') add(from, to);
    else {
      add(from, from);
      add(0x2d, 0x2d);
      ranges.push(...to);
    }
  }
  cursor.next();
  const set: PatternNode = { kind: 'set', ranges: ignoreCase ? bothCases(ranges, alphabet) : ranges, negated };
  if (wide.length === 0) return set;
  const spelled = wide.map((code) => sequence(unitsOf(code, alphabet).map((unit) => oneOf([unit, unit]))));
  return { kind: 'choice', nodes: ranges.length > 0 ? [set, ...spelled] : spelled };
}
