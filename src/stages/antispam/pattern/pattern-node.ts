// A pattern as a tree: what the readers of Perl's and of users' regular expressions make, and what is written out for this machine.

/** First and last code of a run of characters. */
export type CodeRange = readonly [first: number, last: number];

export type Assertion =
  | 'subjectStart'
  /** The end, or before a line end that is the last character. */
  | 'subjectEnd'
  | 'veryEnd'
  | 'lineStart'
  | 'lineEnd'
  | 'wordEdge'
  | 'noWordEdge';

export type PatternNode =
  /** One character of the ranges, or one that is in none of them. */
  | { readonly kind: 'set'; readonly ranges: readonly CodeRange[]; readonly negated: boolean }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'capture'; readonly number: number; readonly node: PatternNode }
  | { readonly kind: 'reference'; readonly number: number }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negated: boolean; readonly node: PatternNode }
  /** What it has matched is not given back. */
  | { readonly kind: 'atomic'; readonly node: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly node: PatternNode;
      readonly min: number;
      /** Infinity: no limit. */
      readonly max: number;
      readonly lazy: boolean;
    };

export const sequence = (nodes: readonly PatternNode[]): PatternNode =>
  nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'sequence', nodes };

export const oneOf = (...ranges: readonly CodeRange[]): PatternNode => ({ kind: 'set', ranges, negated: false });

/** Why a text is no pattern that can be used here. Thrown while reading, a value from `compilePattern` on. */
export class PatternFault extends Error {}
