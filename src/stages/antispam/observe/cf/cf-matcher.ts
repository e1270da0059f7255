// Runs rules on one message. Rules that only meta rules ask for run when one asks.
import { metaValue, type Span, UNKNOWN } from './cf-meta-value.ts';
import type { CfPattern, CfRule, CfTest } from './cf-rule.ts';
import type { CfTexts } from './cf-texts.ts';

/** What an expression is run over, at most: the cap of the field notes. */
const MAX_CHARACTERS = 1024 * 1024;
/** Meta rules within meta rules; deeper ones count as not run. */
const MAX_DEPTH = 50;

export interface CfHit {
  readonly rule: string;
  readonly score: number;
}

export interface CfRun {
  /** Which of the two scores of a rule counts. */
  readonly withBayes: boolean;
  /** Rules to leave out, by their place in the list: they count as not run. */
  readonly without: ReadonlySet<number>;
  /** Told the place of a rule in the list before its expression runs: for whoever watches the time. */
  readonly entering: (rule: number) => void;
}

const RUNNING: Span = [0, 1];

export class CfMatcher {
  readonly #rules: readonly CfRule[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #expressions: (RegExp | undefined)[] = [];

  constructor(rules: readonly CfRule[]) {
    this.#rules = rules;
    this.#places = new Map(rules.map(({ name }, place) => [name, place]));
  }

  match(texts: CfTexts, { withBayes, without, entering }: CfRun): CfHit[] {
    const values: (Span | undefined)[] = new Array(this.#rules.length);
    let depth = 0;
    const valueAt = (place: number): Span => {
      const known = values[place];
      if (known !== undefined) return known;
      const rule = this.#rules[place];
      if (rule === undefined || without.has(place) || depth > MAX_DEPTH) return UNKNOWN;
      // A rule that asks for itself is not known.
      values[place] = RUNNING;
      depth += 1;
      const value =
        rule.test.kind === 'meta' ? metaValue(rule.test.expression, hitsOf) : this.#hits(place, texts, entering);
      depth -= 1;
      values[place] = value;
      return value;
    };
    const hitsOf = (name: string): Span => {
      const place = this.#places.get(name);
      return place === undefined ? UNKNOWN : valueAt(place);
    };
    return this.#rules.flatMap(({ name, scores, test }, place) => {
      const score = scores[withBayes ? 1 : 0];
      if (score === 0) return [];
      const [least, greatest] = valueAt(place);
      const holds = test.kind === 'meta' ? least > 0 || greatest < 0 : least > 0;
      return holds ? [{ rule: name, score }] : [];
    });
  }

  #hits(place: number, texts: CfTexts, entering: (rule: number) => void): Span {
    const rule = this.#rules[place];
    if (rule === undefined) return UNKNOWN;
    const { test, maxHits } = rule;
    if (test.kind === 'meta') return UNKNOWN;
    if (test.kind === 'exists') {
      const there = Number(texts.header(test.header) !== undefined);
      return [there, there];
    }
    const looked = textsFor(test, texts);
    const expression = this.#expression(place, test.pattern, maxHits > 1);
    entering(place);
    let hits = 0;
    for (const text of looked) {
      if (hits >= maxHits) break;
      hits += count(expression, text, maxHits - hits);
    }
    if ('negated' in test && test.negated) hits = Number(hits === 0);
    return [hits, hits];
  }

  #expression(place: number, { source, flags }: CfPattern, counted: boolean): RegExp {
    const known = this.#expressions[place];
    if (known) return known;
    const made = new RegExp(source, counted ? `${flags}g` : flags);
    this.#expressions[place] = made;
    return made;
  }
}

/** What a rule looks at. A field that is not there is an empty text, unless the rule says otherwise. */
function textsFor(test: Exclude<CfTest, { kind: 'meta' | 'exists' }>, texts: CfTexts): readonly string[] {
  switch (test.kind) {
    case 'header':
      return [texts.header(test.header) ?? test.ifUnset ?? ''];
    case 'mimeHeader':
      return texts.partHeaders(test.header).map((value) => value ?? test.ifUnset ?? '');
    case 'text': {
      const lines = texts.lines(test.where);
      return test.noSubject && test.where === 'body' ? lines.slice(1) : lines;
    }
  }
}

function count(expression: RegExp, text: string, most: number): number {
  const bounded = text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
  if (!expression.global) return Number(expression.test(bounded));
  let hits = 0;
  for (const _match of bounded.matchAll(expression)) {
    hits += 1;
    if (hits >= most) break;
  }
  return hits;
}
