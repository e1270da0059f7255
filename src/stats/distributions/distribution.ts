// What every distribution can do: draw, say its exact moments, and be compared with data. Made by the functions beside this file.
import type { RandomStream } from '../../core/random.ts';

export interface Distribution {
  /** E[X], exact, in the unit of the draws. */
  readonly mean: number;
  /** E[X²], exact: what the Pollaczek–Khinchine formula needs. */
  readonly secondMoment: number;
  /** One draw. All that is random comes from the stream, so the same stream gives the same draws. */
  draw(random: RandomStream): number;
  /** P(X ≤ x). */
  cdf(x: number): number;
  /** The least x with P(X ≤ x) ≥ p, for p from 0 to 1. @throws RangeError for another p. */
  quantile(p: number): number;
}

type Moments = Pick<Distribution, 'mean' | 'secondMoment'>;

/** E[X²] − E[X]², never negative. Loses digits where the standard deviation is far below the mean. */
export const varianceOf = ({ mean, secondMoment }: Moments): number => Math.max(0, secondMoment - mean * mean);

/** Variance over squared mean: 0 for a constant, 1 for an exponential distribution. */
export const squaredCoefficientOfVariation = (moments: Moments): number =>
  varianceOf(moments) / (moments.mean * moments.mean);
