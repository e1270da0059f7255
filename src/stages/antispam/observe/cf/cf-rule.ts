// A rule of SpamAssassin as it can be run here.
import type { MetaNode } from './cf-meta.ts';

/** A compiled expression, by its source: rules cross a thread border and are compiled where they run. */
export interface CfPattern {
  readonly source: string;
  readonly flags: '' | 'm';
  /** Its time is linear in the text, whatever the text. */
  readonly linear: boolean;
}

/** Which texts of a message are looked at. */
export type CfTextKind = 'body' | 'rawbody' | 'uri' | 'full';

interface OnHeader {
  /** Name and modifiers as written, e.g. `From:addr`. */
  readonly header: string;
  readonly pattern: CfPattern;
  readonly negated: boolean;
  /** What stands for a field that is not there. */
  readonly ifUnset: string | null;
}

export type CfTest =
  | ({ readonly kind: 'header' } & OnHeader)
  | ({ readonly kind: 'mimeHeader' } & OnHeader)
  | { readonly kind: 'exists'; readonly header: string }
  | { readonly kind: 'text'; readonly where: CfTextKind; readonly pattern: CfPattern; readonly noSubject: boolean }
  | { readonly kind: 'meta'; readonly expression: MetaNode };

export interface CfRule {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly test: CfTest;
  /** Points without and with the classifier (sets 0 and 2 of SpamAssassin, which are those without the network). */
  readonly scores: readonly [withoutBayes: number, withBayes: number];
  readonly description: string;
  /** Hits counted, at most. */
  readonly maxHits: number;
}
