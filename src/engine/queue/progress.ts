// How far a message has come: what happened to each recipient, over all tries. Changes are handed out as small records to be kept.
import {
  activate,
  arrive,
  type Conclusion,
  conclude,
  hold,
  type MessageLife,
  nextTrySeconds,
  type QueueLifePolicy,
  release,
  resend,
  type TryResult,
} from '../../pipeline/queue-life.ts';
import type { Envelope } from './envelope.ts';
import type { Answer, Outcome } from './outcome.ts';

/** `expired`: deferred until it was given up. */
export type RecipientFate = 'waiting' | 'delivered' | 'failed' | 'expired';

export interface RecipientProgress {
  readonly fate: RecipientFate;
  /** Delivered to another server rather than to a mailbox. */
  readonly relayed: boolean;
  /** The last answer; null before the first try. */
  readonly answer: Answer | null;
  /** Nothing is left that its sender has to be told of it. */
  readonly told: boolean;
}

/** Index, progress, next try and tries of a recipient. */
type Change = readonly [number, RecipientProgress, number | null, number];

/** One record: replaces what it names. */
export interface ProgressRecord {
  readonly held: boolean;
  readonly warned: boolean;
  /** When the message wants attention next. */
  readonly nextSeconds: number;
  readonly changed: readonly Change[];
}

const UNTRIED: RecipientProgress = { fate: 'waiting', relayed: false, answer: null, told: false };

export class Progress {
  readonly recipients: RecipientProgress[];
  #life: MessageLife;
  /** When reports that could not be made are tried again. */
  #reportAtSeconds: number | null = null;
  readonly #results = new Map<number, TryResult>();
  /** What no record has yet. */
  readonly #news = new Set<number>();
  #hasNews = false;

  /** @param records in the order in which they were kept */
  constructor({ receivedSeconds, sender, recipients }: Envelope, records: readonly ProgressRecord[]) {
    this.#life = arrive(receivedSeconds, sender === '', recipients.length);
    this.recipients = recipients.map(() => UNTRIED);
    const lives = [...this.#life.recipients];
    for (const { changed } of records) {
      for (const [index, progress, at, tries] of changed) {
        if (lives[index] === undefined) continue;
        this.recipients[index] = progress;
        lives[index] = { nextTrySeconds: at, tries };
      }
    }
    const last = records.at(-1);
    if (last === undefined) return;
    const { held, warned } = last;
    this.#life = { ...this.#life, held, warned, state: held ? 'hold' : 'deferred', recipients: lives };
  }

  get life(): MessageLife {
    return this.#life;
  }

  /** Everybody has it, or never will, and everything was told. */
  get isOver(): boolean {
    return this.recipients.every(({ fate, told }) => fate !== 'waiting' && told);
  }

  /** Begins a delivery. @returns the recipients whose time has come */
  begin(now: number): readonly number[] {
    const { life, due } = activate(this.#life, now);
    this.#life = life;
    this.#results.clear();
    return due;
  }

  /** What one try brought. */
  note(index: number, outcome: Outcome): void {
    const { kind, answer } = outcome;
    const fate = kind === 'deferred' ? 'waiting' : kind;
    const relayed = kind === 'delivered' && outcome.to === 'server';
    const told = kind === 'delivered' && outcome.informs;
    this.#change(index, { fate, relayed, answer, told });
    this.#results.set(index, kind === 'deferred' ? 'deferred' : 'over');
  }

  /** Ends the delivery that `begin` began. */
  end(now: number, policy: QueueLifePolicy): Omit<Conclusion, 'life'> {
    const { life, givenUp, warn } = conclude(this.#life, this.#results, now, policy);
    this.#life = life;
    for (const index of this.#results.keys()) this.#news.add(index);
    for (const index of givenUp) this.#change(index, { fate: 'expired' });
    this.#results.clear();
    return { givenUp, warn };
  }

  /** A report was made of these, or none is wanted. */
  told(indices: readonly number[]): void {
    for (const index of indices) this.#change(index, { told: true });
  }

  /** Reports could not be kept; they are made again then. */
  reportLater(atSeconds: number): void {
    this.#reportAtSeconds = atSeconds;
    this.#hasNews = true;
  }

  hold(): void {
    this.#life = hold(this.#life);
    this.#hasNews = true;
  }

  release(): void {
    this.#life = release(this.#life);
    this.#hasNews = true;
  }

  resend(now: number): void {
    this.#life = resend(this.#life, now);
    this.#hasNews = true;
  }

  /** False: the records so far say it all. */
  get hasNews(): boolean {
    return this.#hasNews || this.#news.size > 0;
  }

  /** What is new since the last one. */
  record(): ProgressRecord {
    const changed = [...this.#news];
    this.#news.clear();
    this.#hasNews = false;
    return this.#recordOf(changed);
  }

  /** Everything, to stand for all records before it. */
  snapshot(): ProgressRecord {
    this.record();
    return this.#recordOf(this.recipients.flatMap((progress, index) => (progress === UNTRIED ? [] : [index])));
  }

  get nextSeconds(): number {
    return nextTrySeconds(this.#life) ?? this.#reportAtSeconds ?? this.#life.arrivedSeconds;
  }

  #change(index: number, change: Partial<RecipientProgress>): void {
    this.recipients[index] = { ...(this.recipients[index] ?? UNTRIED), ...change };
    this.#news.add(index);
  }

  #recordOf(indices: readonly number[]): ProgressRecord {
    const { held, warned, recipients } = this.#life;
    const changed = indices.map((index): Change => {
      const life = recipients[index];
      // During a delivery the life of a recipient is not concluded yet.
      const over = this.#results.get(index) === 'over';
      return [index, this.recipients[index] ?? UNTRIED, over ? null : (life?.nextTrySeconds ?? null), life?.tries ?? 0];
    });
    return { held, warned, nextSeconds: this.nextSeconds, changed };
  }
}
