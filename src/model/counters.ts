// What is counted of mails in one replication.
import { DAY_SECONDS, HOUR_SECONDS } from '../core/units.ts';
import { MAIL_KINDS, type MailKind } from '../pipeline/sampling.ts';
import { Histogram } from '../stats/histogram.ts';
import { Tally } from '../stats/tally.ts';
import { FATES, type Fate } from './fate.ts';
import type { DelaySummary, RefusalReason } from './replication-record.ts';

/** Mean by a tally, quantiles by a histogram. */
export class DelayCounter {
  readonly #tally = new Tally();
  readonly #histogram = new Histogram();

  record(seconds: number): void {
    this.#tally.record(seconds);
    this.#histogram.record(seconds);
  }

  summary(): DelaySummary {
    const { count, mean } = this.#tally;
    return {
      count,
      meanSeconds: count > 0 ? mean : null,
      medianSeconds: this.#histogram.quantile(0.5),
      p95Seconds: this.#histogram.quantile(0.95),
    };
  }
}

const hourOf = (seconds: number): number => Math.floor((seconds % DAY_SECONDS) / HOUR_SECONDS);

/** Counts mails whose first attempt lies in the counted window. */
export class Counters {
  readonly fates: Record<MailKind, Record<Fate, number>>;
  readonly refusals: Record<string, number> = {};
  readonly offeredByHour = new Array<number>(24).fill(0);
  readonly deliveredByHour = new Array<number>(24).fill(0);
  readonly accept = new DelayCounter();
  readonly wantedDelay = new DelayCounter();
  offered = 0;
  deliveredBytes = 0;

  constructor() {
    const none = (): Record<Fate, number> => Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
    this.fates = Object.fromEntries(MAIL_KINDS.map((kind) => [kind, none()])) as Record<MailKind, Record<Fate, number>>;
  }

  offer(kind: MailKind, now: number): void {
    this.offered += 1;
    this.offeredByHour[hourOf(now)]! += 1;
    this.fates[kind].underWay += 1;
  }

  decide(kind: MailKind, fate: Fate): void {
    this.fates[kind].underWay -= 1;
    this.fates[kind][fate] += 1;
  }

  refuse(reason: RefusalReason): void {
    this.refusals[reason] = (this.refusals[reason] ?? 0) + 1;
  }

  deliver(now: number, sizeBytes: number): void {
    this.deliveredByHour[hourOf(now)]! += 1;
    this.deliveredBytes += sizeBytes;
  }

  /** Every mail offered has met exactly one fate. */
  get balanced(): boolean {
    const total = MAIL_KINDS.reduce(
      (sum, kind) => sum + FATES.reduce((part, fate) => part + this.fates[kind][fate], 0),
      0,
    );
    return total === this.offered;
  }
}
