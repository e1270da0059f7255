// What a simulation answers with: plain JSON, the same from the command line, the API and the page.
import type { Fate } from '../model/fate.ts';
import type { MailKind } from '../pipeline/sampling.ts';
import type { Utilisation } from '../sizing/utilisation.ts';

/** A mean over replications with its Student t interval; `halfWidth` is null where none can be given (one replication). */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number | null;
}

/** One number of the answer. Units are in the key: `smtp.response.p95Seconds`. */
export interface Metric extends Estimate {
  readonly key: string;
  /** For people: `95 % of accepted mails answered within`. */
  readonly title: string;
  readonly unit: 'seconds' | 'perSecond' | 'ratio' | 'count' | 'bytes';
}

/** One hour of the day, averaged over days and replications. Utilisations by station name. */
export interface HourOfDay {
  readonly hour: number;
  readonly offered: Estimate;
  readonly delivered: Estimate;
  readonly utilisation: Readonly<Record<string, Estimate>>;
}

export interface StationResult {
  readonly name: string;
  readonly title: string;
  readonly servers: number;
  readonly utilisation: Estimate;
  readonly busiestHourUtilisation: Estimate;
  readonly throughputPerSecond: Estimate;
  readonly responseSeconds: Estimate;
  readonly waitingSeconds: Estimate;
  readonly numberInStation: Estimate;
}

export interface SimulationResult {
  readonly plimsoll: 1;
  readonly kind: 'simulation';
  readonly scenario: string;
  readonly seed: string;
  readonly replications: number;
  readonly confidence: number;
  readonly simulatedSeconds: number;
  readonly events: number;
  readonly metrics: readonly Metric[];
  readonly stations: readonly StationResult[];
  readonly hours: readonly HourOfDay[];
  /** Mails a day by kind and by what became of them. */
  readonly fates: Readonly<Record<MailKind, Readonly<Record<Fate, Estimate>>>>;
  /** Verdicts that kept a mail back, counted at every attempt, a day, by reason. */
  readonly refusals: Readonly<Record<string, Estimate>>;
  readonly memory: {
    readonly ramBytes: number;
    readonly residentBytes: number;
    readonly pageCacheBytes: number;
    readonly storedBytes: number;
    readonly pageCacheHitRatio: number;
    readonly ssdCacheHitRatio: number;
  };
  /** The utilisation law without simulation: what wanted mail alone asks in the busiest hour, and how much could be carried. */
  readonly bounds: Utilisation;
  readonly bottleneck: {
    readonly station: string;
    readonly utilisation: number;
    readonly ceiling: number;
    /** How many times the load it could carry at the ceiling. */
    readonly headroom: number;
    readonly sentence: string;
  };
  /** Checks that every replication passed; a run that fails one is an error, not a result. */
  readonly checks: { readonly littlesLaw: 'held'; readonly flowBalance: 'held'; readonly utilisationLaw: 'held' };
  /** What this version of the model leaves out, so that nobody takes silence for zero. */
  readonly notModelled: readonly string[];
}
