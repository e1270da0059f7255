// What one replication of the model hands over: plain numbers, counted after the warm-up.
import type { MailKind } from '../pipeline/sampling.ts';
import type { Reason } from '../pipeline/verdict.ts';
import type { Fate } from './fate.ts';
import type { StationName } from './stations.ts';

/** Why mails were refused or kept back; `message-size` (row 7.1) and `unknown-recipient` are no stage's. */
export type RefusalReason = Reason | 'message-size' | 'unknown-recipient';

/** A sample summed up: seconds. Null where nothing was counted. */
export interface DelaySummary {
  readonly count: number;
  readonly meanSeconds: number | null;
  readonly medianSeconds: number | null;
  readonly p95Seconds: number | null;
}

export interface StationRecord {
  readonly servers: number;
  /** Busy share of all servers over the counted time. */
  readonly utilisation: number;
  /** The same by hour of the day, averaged over the days. */
  readonly hourlyUtilisation: readonly number[];
  readonly throughputPerSecond: number;
  readonly meanResponseSeconds: number;
  readonly meanWaitingSeconds: number;
  readonly meanNumber: number;
}

export interface ReplicationRecord {
  readonly replication: number;
  readonly events: number;
  readonly countedSeconds: number;
  readonly fates: Readonly<Record<MailKind, Readonly<Record<Fate, number>>>>;
  /** Verdicts other than accept, counted at every attempt. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Mails offered and put into a mailbox, by hour of the day, summed over the days. */
  readonly offeredByHour: readonly number[];
  readonly deliveredByHour: readonly number[];
  readonly deliveredBytes: number;
  /** From the connection to the 250, of attempts that got one. */
  readonly accept: DelaySummary;
  /** From a wanted mail's first attempt until it is in its mailbox. */
  readonly wantedDelay: DelaySummary;
  readonly stations: Readonly<Record<StationName, StationRecord>>;
}
