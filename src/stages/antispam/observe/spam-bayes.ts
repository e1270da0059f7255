// A naive Bayes classifier that learns from reported messages (row 9.6). Pure and bounded; whoever owns it keeps what it learned.
// Tokens are numbers here: what they stand for is nobody's business but the one's who holds the key.
import type { SpamKind } from '../auto-learning.ts';
import { combineProbabilities } from './combine-probabilities.ts';

/** The guide, row 9.6: learned results count from this many messages of each kind on. */
const MIN_LEARNED = 200;
/** Robinson's s and x: how much a token nobody has seen weighs and what it says. SpamBayes's `unknown_word_strength`, `unknown_word_prob`. */
const STRENGTH = 0.45;
const UNKNOWN = 0.5;
/** Only tokens that say something, and the ones that say most: SpamBayes's `minimum_prob_strength`, `max_discriminators`. */
const MIN_DEVIATION = 0.1;
const MAX_TOKENS_USED = 150;

/** How much is remembered. */
export interface BayesMemory {
  /** Tokens, at most; those learned longest ago go. SpamAssassin's `bayes_expiry_max_db_size` is 150,000. */
  readonly maxTokens: number;
  /** A token that no message has shown for so long goes. 100 days is the `expire` of Rspamd's classifier as shipped. */
  readonly maxAgeDays: number;
}
export const BAYES_MEMORY: BayesMemory = { maxTokens: 200_000, maxAgeDays: 100 };

/** What is known of a token: messages of each kind that showed it, and the day it was learned last, from 1970. */
export type TokenRecord = readonly [token: number, spam: number, ham: number, day: number];

interface Counts {
  spam: number;
  ham: number;
  day: number;
}

export class SpamBayes {
  readonly #memory: BayesMemory;
  /** Learned longest ago first. */
  readonly #tokens = new Map<number, Counts>();
  #spamMessages = 0;
  #hamMessages = 0;

  constructor(memory: BayesMemory = BAYES_MEMORY) {
    this.#memory = memory;
  }

  /** Learns one message. @param tokens distinct. @param day from 1970 */
  learn(tokens: readonly number[], kind: SpamKind, day: number): void {
    if (kind === 'spam') this.#spamMessages += 1;
    else this.#hamMessages += 1;
    for (const token of tokens) {
      const counts = this.#tokens.get(token) ?? { spam: 0, ham: 0, day };
      counts[kind] += 1;
      this.#put(token, { ...counts, day });
    }
    this.#shrink();
  }

  /** Takes back what was learned of one message, as far as it is still known. */
  forget(tokens: readonly number[], kind: SpamKind): void {
    if (kind === 'spam') this.#spamMessages = Math.max(0, this.#spamMessages - 1);
    else this.#hamMessages = Math.max(0, this.#hamMessages - 1);
    for (const token of tokens) {
      const counts = this.#tokens.get(token);
      if (!counts) continue;
      counts[kind] = Math.max(0, counts[kind] - 1);
      if (counts.spam + counts.ham === 0) this.#tokens.delete(token);
    }
  }

  /** Enough of both kinds was learned. */
  get ready(): boolean {
    return this.#spamMessages >= MIN_LEARNED && this.#hamMessages >= MIN_LEARNED;
  }

  /** Probability of spam, 0..1; null until enough of both kinds was learned. @param tokens distinct */
  probability(tokens: readonly number[]): number | null {
    if (!this.ready) return null;
    const telling = tokens
      .map((token) => this.#tokenProbability(token))
      .filter((p) => Math.abs(p - UNKNOWN) >= MIN_DEVIATION)
      .sort((a, b) => Math.abs(b - UNKNOWN) - Math.abs(a - UNKNOWN));
    return combineProbabilities(telling.slice(0, MAX_TOKENS_USED));
  }

  /** Robinson's f(w): the share of spam among messages with the token, drawn towards x while it was seldom seen. */
  #tokenProbability(token: number): number {
    const counts = this.#tokens.get(token);
    if (!counts) return UNKNOWN;
    const spamShare = counts.spam / this.#spamMessages;
    const hamShare = counts.ham / this.#hamMessages;
    const seen = counts.spam + counts.ham;
    if (seen === 0) return UNKNOWN;
    return (STRENGTH * UNKNOWN + seen * (spamShare / (spamShare + hamShare))) / (STRENGTH + seen);
  }

  /** Forgets tokens that were not learned for long. @returns how many */
  expire(day: number): number {
    const before = this.#tokens.size;
    for (const [token, counts] of this.#tokens)
      if (day - counts.day > this.#memory.maxAgeDays) this.#tokens.delete(token);
    return before - this.#tokens.size;
  }

  /** Takes in what was kept, oldest first: for whoever reads it back. */
  restore(messages: { readonly spam: number; readonly ham: number }, records: Iterable<TokenRecord>): void {
    this.#spamMessages = messages.spam;
    this.#hamMessages = messages.ham;
    for (const [token, spam, ham, day] of records) this.#put(token, { spam, ham, day });
    this.#shrink();
  }

  *records(): Generator<TokenRecord> {
    for (const [token, { spam, ham, day }] of this.#tokens) yield [token, spam, ham, day];
  }

  /** Messages learned. */
  get messages(): { readonly spam: number; readonly ham: number } {
    return { spam: this.#spamMessages, ham: this.#hamMessages };
  }

  /** Tokens known. */
  get size(): number {
    return this.#tokens.size;
  }

  #put(token: number, counts: Counts): void {
    this.#tokens.delete(token);
    this.#tokens.set(token, counts);
  }

  #shrink(): void {
    for (const token of this.#tokens.keys()) {
      if (this.#tokens.size <= this.#memory.maxTokens) break;
      this.#tokens.delete(token);
    }
  }
}
