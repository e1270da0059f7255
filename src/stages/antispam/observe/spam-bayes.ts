// A naive Bayes classifier that learns from reported messages (row 9.6). Pure and bounded; the engine keeps its snapshot.
import { z } from 'zod';
import { combineProbabilities } from './combine-probabilities.ts';

const count = z.number().int().min(0).max(1e9);
/** What is kept over a restart. Tokens as [token, messages of spam, messages of ham], the one learned longest ago first. */
export const bayesSnapshotSchema = z.strictObject({
  spamMessages: count,
  hamMessages: count,
  tokens: z.array(z.tuple([z.string().max(300), count, count])).max(1_000_000),
});
export type BayesSnapshot = z.output<typeof bayesSnapshotSchema>;

const EMPTY: BayesSnapshot = { spamMessages: 0, hamMessages: 0, tokens: [] };

/** The guide, row 9.6: learned results count from this many reported messages of each kind on. */
const MIN_LEARNED = 200;
/** Robinson's s and x: how much a token nobody has seen weighs and what it says. SpamBayes's `unknown_word_strength`, `unknown_word_prob`. */
const STRENGTH = 0.45;
const UNKNOWN = 0.5;
/** Only tokens that say something, and the ones that say most: SpamBayes's `minimum_prob_strength`, `max_discriminators`. */
const MIN_DEVIATION = 0.1;
const MAX_TOKENS_USED = 150;
/** Tokens remembered, at most [A]; the one learned longest ago goes. */
const MAX_TOKENS = 200_000;

interface Counts {
  spam: number;
  ham: number;
}

export class SpamBayes {
  #spamMessages: number;
  #hamMessages: number;
  readonly #tokens: Map<string, Counts>;
  readonly #maxTokens: number;

  constructor(snapshot: BayesSnapshot = EMPTY, maxTokens = MAX_TOKENS) {
    this.#spamMessages = snapshot.spamMessages;
    this.#hamMessages = snapshot.hamMessages;
    this.#tokens = new Map(snapshot.tokens.slice(-maxTokens).map(([token, spam, ham]) => [token, { spam, ham }]));
    this.#maxTokens = maxTokens;
  }

  /** Learns one message. @param tokens distinct, from `messageTokens` */
  learn(tokens: readonly string[], kind: 'spam' | 'ham'): void {
    if (kind === 'spam') this.#spamMessages += 1;
    else this.#hamMessages += 1;
    for (const token of tokens) {
      const counts = this.#tokens.get(token) ?? { spam: 0, ham: 0 };
      counts[kind] += 1;
      this.#tokens.delete(token);
      this.#tokens.set(token, counts);
    }
    for (const token of this.#tokens.keys()) {
      if (this.#tokens.size <= this.#maxTokens) break;
      this.#tokens.delete(token);
    }
  }

  /** Probability of spam, 0..1; null until enough of both kinds was learned. @param tokens distinct */
  probability(tokens: readonly string[]): number | null {
    if (this.#spamMessages < MIN_LEARNED || this.#hamMessages < MIN_LEARNED) return null;
    const telling = tokens
      .map((token) => this.#tokenProbability(token))
      .filter((p) => Math.abs(p - UNKNOWN) >= MIN_DEVIATION)
      .sort((a, b) => Math.abs(b - UNKNOWN) - Math.abs(a - UNKNOWN));
    return combineProbabilities(telling.slice(0, MAX_TOKENS_USED));
  }

  /** Robinson's f(w): the share of spam among messages with the token, drawn towards x while it was seldom seen. */
  #tokenProbability(token: string): number {
    const counts = this.#tokens.get(token);
    if (!counts) return UNKNOWN;
    const spamShare = counts.spam / this.#spamMessages;
    const hamShare = counts.ham / this.#hamMessages;
    const seen = counts.spam + counts.ham;
    return (STRENGTH * UNKNOWN + seen * (spamShare / (spamShare + hamShare))) / (STRENGTH + seen);
  }

  snapshot(): BayesSnapshot {
    return {
      spamMessages: this.#spamMessages,
      hamMessages: this.#hamMessages,
      tokens: [...this.#tokens].map(([token, { spam, ham }]) => [token, spam, ham]),
    };
  }

  get size(): number {
    return this.#tokens.size;
  }
}
