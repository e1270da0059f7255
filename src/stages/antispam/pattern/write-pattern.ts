// Writes a pattern for the regular expressions of this machine, in the form that its second engine can take over.
import { type CodeRange, PatternFault, type PatternNode } from './pattern-node.ts';

/**
 * V8 can go on in time linear in the text when backtracking gets out of hand, but only where a pattern has no look-around, no
 * back-reference, no flag i, and no counted repetition beyond this: `kMaxReplicationFactor` in its src/regexp/experimental.
 */
const MAX_REPLICATION = 16;
/** Longer sources are not unrolled: the linear engine's work follows their length [A]. */
const MAX_SOURCE_CHARACTERS = 20_000;

export interface WrittenPattern {
  readonly source: string;
  readonly flags: '' | 'm';
  /** Time is linear in the text whatever the text, once V8's second engine is allowed. */
  readonly linear: boolean;
}

const written = (code: number): string => {
  const letter = String.fromCharCode(code);
  if (/[A-Za-z0-9 _@,;:!"#%&'<>=~`]/.test(letter)) return letter;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

const writtenRange = ([first, last]: CodeRange): string =>
  first === last ? written(first) : `${written(first)}${last === first + 1 ? '' : '-'}${written(last)}`;

function writtenSet(ranges: readonly CodeRange[], negated: boolean): string {
  const [only] = ranges;
  if (!negated && ranges.length === 1 && only && only[0] === only[1]) return written(only[0]);
  return `[${negated ? '^' : ''}${ranges.map(writtenRange).join('')}]`;
}

const someNode = (node: PatternNode, test: (one: PatternNode) => boolean): boolean => {
  if (test(node)) return true;
  if ('nodes' in node) return node.nodes.some((one) => someNode(one, test));
  return 'node' in node && someNode(node.node, test);
};

const anchors = (node: PatternNode, ...names: string[]): boolean =>
  someNode(node, (one) => one.kind === 'assertion' && names.includes(one.assertion));

class PatternWriter {
  readonly #multiline: boolean;
  readonly #captures: boolean;
  /** Number of a group in the source by its number in the pattern; atomic groups take numbers of their own. */
  readonly #numbers = new Map<number, number>();
  #groups = 0;
  linear = true;

  constructor(multiline: boolean, captures: boolean) {
    this.#multiline = multiline;
    this.#captures = captures;
  }

  /** @param replication how often V8 would have to repeat this node for the counted repetitions around it */
  write(node: PatternNode, replication: number): string {
    switch (node.kind) {
      case 'set':
        return writtenSet(node.ranges, node.negated);
      case 'assertion':
        return this.#assertion(node.assertion);
      case 'sequence':
        return node.nodes
          .map((one) => (one.kind === 'choice' ? `(?:${this.write(one, replication)})` : this.write(one, replication)))
          .join('');
      case 'choice':
        return node.nodes.map((one) => this.write(one, replication)).join('|');
      case 'capture':
        if (!this.#captures) return `(?:${this.write(node.node, replication)})`;
        this.#groups += 1;
        this.#numbers.set(node.number, this.#groups);
        return `(${this.write(node.node, replication)})`;
      case 'reference':
        this.linear = false;
        return `(?:\\${this.#numbers.get(node.number) ?? 0})`;
      case 'look':
        this.linear = false;
        return `(?${node.ahead ? '' : '<'}${node.negated ? '!' : '='}${this.write(node.node, replication)})`;
      case 'atomic': {
        // A look-ahead is not entered again: what it captured is taken whole or not at all.
        this.linear = false;
        this.#groups += 1;
        const number = this.#groups;
        return `(?=(${this.write(node.node, replication)}))\\${number}(?:)`;
      }
      case 'repeat':
        return this.#repeat(node, replication);
    }
  }

  #assertion(name: (PatternNode & { kind: 'assertion' })['assertion']): string {
    switch (name) {
      case 'wordEdge':
        return '\\b';
      case 'noWordEdge':
        return '\\B';
      case 'subjectStart':
        return '^';
      case 'subjectEnd':
        return '\\n?$';
      case 'veryEnd':
        return '$';
      case 'lineStart':
        if (this.#multiline) return '^';
        this.linear = false;
        return '(?<![^\\n])';
      case 'lineEnd':
        if (this.#multiline) return '$';
        this.linear = false;
        return '(?![^\\n])';
    }
  }

  #repeat(node: PatternNode & { kind: 'repeat' }, replication: number): string {
    const { min, max, lazy } = node;
    const mark = lazy ? '?' : '';
    const copies = max === Number.POSITIVE_INFINITY ? min + 1 : max;
    const body = (factor: number): string => {
      const source = this.write(node.node, factor);
      return node.node.kind === 'set' ? source : `(?:${source})`;
    };
    const plain = (): string => `${body(replication * Math.max(copies, 1))}${quantifier(min, max)}${mark}`;
    if (Math.max(min, replication * copies) <= MAX_REPLICATION) return plain();
    // What is counted in the pattern cannot be unrolled where groups are counted too.
    if (!this.#captures) {
      const wasLinear = this.linear;
      const one = body(replication);
      if (one.length * copies + 6 * copies < MAX_SOURCE_CHARACTERS) return unrolled(one, min, max, mark);
      this.linear = wasLinear;
    }
    this.linear = false;
    return plain();
  }
}

function quantifier(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** `x{2,4}` as `xx(?:x(?:x)?)?`: one way to match a text, and nothing counted. */
function unrolled(one: string, min: number, max: number, mark: string): string {
  const fixed = one.repeat(min);
  if (max === Number.POSITIVE_INFINITY) return `${fixed}${one}*${mark}`;
  const left = max - min;
  return `${fixed}${`(?:${one}`.repeat(left)}${`)?${mark}`.repeat(left)}`;
}

/** @throws PatternFault where a group would have to be unrolled beyond measure */
export function writePattern(node: PatternNode): WrittenPattern {
  const lines = anchors(node, 'lineStart', 'lineEnd');
  const multiline = lines && !anchors(node, 'subjectStart', 'subjectEnd', 'veryEnd');
  const writer = new PatternWriter(
    multiline,
    someNode(node, ({ kind }) => kind === 'reference'),
  );
  const source = writer.write(node, 1);
  if (source.length > 4 * MAX_SOURCE_CHARACTERS) throw new PatternFault('repeat counts beyond measure');
  return { source, flags: multiline ? 'm' : '', linear: writer.linear };
}
