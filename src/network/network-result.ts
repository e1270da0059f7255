// What a simulated network answers with: plain JSON, the same from the command line and in a page.
import type { Interval } from '../stats/interval.ts';
import type { WarmUp } from './find-warm-up.ts';
import type { Theory } from './theory/theory.ts';

/** An estimate with its interval, and what theory says where it says something. */
export interface Answer extends Interval {
  readonly theory: Theory | null;
}

export const STATION_METRICS = [
  'arrivalRatePerSecond',
  'throughputPerSecond',
  'utilisation',
  'meanNumber',
  'meanQueueLength',
  'meanWaitingSeconds',
  'meanResponseSeconds',
  'blockingProbability',
  'renegingProbability',
] as const;
export type StationMetric = (typeof STATION_METRICS)[number];

export const CLASS_METRICS = [
  'throughputPerSecond',
  'meanNumber',
  'meanResponseSeconds',
  'medianResponseSeconds',
  'p95ResponseSeconds',
  'p99ResponseSeconds',
  'lossProbability',
] as const;
export type ClassMetric = (typeof CLASS_METRICS)[number];

export interface StationClassResult {
  readonly class: string;
  /** Null where nothing was counted, e.g. the waiting time of nobody. */
  readonly metrics: Readonly<Record<StationMetric, Answer | null>>;
}

export interface StationResult {
  readonly name: string;
  readonly type: string;
  /** With a schedule on average; of a pool, its tokens. Null for a delay. */
  readonly servers: number | null;
  /** Of all classes together. */
  readonly utilisation: Answer | null;
  readonly meanNumber: Answer;
  readonly classes: readonly StationClassResult[];
  /** Fewer left than came, by more than chance: its queue grew all through the run. */
  readonly grows: boolean;
}

export interface NetworkResult {
  readonly plimsoll: 1;
  readonly kind: 'networkResult';
  readonly network: string;
  readonly seed: string;
  readonly replications: number;
  readonly lengthSeconds: number;
  readonly confidence: number;
  /** Why no more replications were made. */
  readonly stopped: 'as asked' | 'precise' | 'most reached';
  readonly events: number;
  readonly warmUp: WarmUp;
  readonly stations: readonly StationResult[];
  readonly pools: readonly StationResult[];
  readonly classes: readonly {
    readonly name: string;
    readonly metrics: Readonly<Record<ClassMetric, Answer | null>>;
  }[];
  readonly checks: { readonly littlesLaw: 'held'; readonly flowBalance: 'held'; readonly utilisationLaw: 'held' };
}
