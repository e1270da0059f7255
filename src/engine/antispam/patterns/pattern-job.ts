// What the thread that runs rules and keyword expressions is given, and what it says. Structured clone carries it.
import type { CfEnvelope } from '../../../stages/antispam/observe/cf/cf-envelope.ts';
import type { CfHit } from '../../../stages/antispam/observe/cf/cf-matcher.ts';
import type { CfFile, CfProblem } from '../../../stages/antispam/observe/cf/cf-problem.ts';

/** A keyword filter that is an expression. Its place in the list stands for it. */
export interface KeywordExpression {
  readonly source: string;
  readonly flags: string;
  readonly target: 'title' | 'contents';
}

export interface PatternSet {
  readonly files: readonly CfFile[];
  readonly keywords: readonly KeywordExpression[];
}

export interface ThreadInput extends PatternSet {
  /** Two numbers: which expression runs (from 1; 0: none), and how many have been started. */
  readonly watch: Int32Array;
}

export interface MatchJob {
  readonly message: Uint8Array;
  readonly envelope: CfEnvelope;
  readonly withBayes: boolean;
  /** Expressions to leave out, by the number of `watch`. */
  readonly without: readonly number[];
}

/** What became of the files of a set of rules. */
export interface RuleReport {
  readonly rules: number;
  /** Rules whose time is not linear in the text, whatever the text: those with look-around and back-references. */
  readonly guarded: number;
  /** Some rule looks at the client's host name. */
  readonly asksClientName: boolean;
  readonly problems: readonly CfProblem[];
}

export interface MatchResult {
  readonly hits: readonly CfHit[];
  /** Places of the keyword expressions that were found. */
  readonly keywords: readonly number[];
}

export type ThreadMessage =
  | {
      readonly kind: 'ready';
      readonly report: RuleReport /** By the number of `watch`. */;
      readonly names: readonly string[];
    }
  | { readonly kind: 'matched'; readonly result: MatchResult }
  | { readonly kind: 'failed'; readonly why: string };
