// How many customers are present through a day, where nobody waits for another.

/** The number present at any time is Poisson with this mean, so these means are all there is to know. */
export interface DailyNumber {
  readonly exact: true;
  readonly method: string;
  /** Mean number present at a time of day. */
  readonly meanNumberAt: (seconds: number) => number;
  readonly peakMeanNumber: number;
  /** When the peak is, seconds into the period; behind the peak of the arrivals. */
  readonly peakSeconds: number;
}
