// M_t/M/∞ with a rate that swings like a sine over a day: how many sessions are open. Nobody waits; the day repeats itself.
import { ABOVE_ZERO, fault, insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import type { DailyNumber } from './daily-number.ts';

export interface SineArrivals {
  readonly meanRatePerSecond: number;
  /** The rate is the mean plus this times sin(2πt / period); at most the mean. */
  readonly amplitudePerSecond: number;
  readonly periodSeconds: number;
  /** Mean of the exponential time that a customer stays. */
  readonly serviceSeconds: number;
}

/**
 * m(t) = λS + βS/√(1+(γS)²)·sin(γt − atan γS), γ = 2π/period (Eick, Massey and Whitt, Management Science 39, 1993).
 * @throws InputError on negative rates, an amplitude above the mean, times that are not above 0.
 */
export function sineMtMInfinity(arrivals: SineArrivals): DailyNumber {
  insist('sineMtMInfinity', arrivals, {
    meanRatePerSecond: NOT_NEGATIVE,
    amplitudePerSecond: NOT_NEGATIVE,
    periodSeconds: ABOVE_ZERO,
    serviceSeconds: ABOVE_ZERO,
  });
  const { meanRatePerSecond, amplitudePerSecond, periodSeconds, serviceSeconds } = arrivals;
  if (amplitudePerSecond > meanRatePerSecond)
    refuse([fault('sineMtMInfinity.amplitudePerSecond', amplitudePerSecond, 'the mean rate or less')]);
  const frequency = (2 * Math.PI) / periodSeconds;
  const lag = Math.atan(frequency * serviceSeconds);
  const middle = meanRatePerSecond * serviceSeconds;
  const swing = amplitudePerSecond * serviceSeconds * Math.cos(lag);
  return {
    exact: true,
    method: 'M_t/M/∞ (sine)',
    meanNumberAt: (seconds) => middle + swing * Math.sin(frequency * seconds - lag),
    peakMeanNumber: middle + swing,
    peakSeconds: (Math.PI / 2 + lag) / frequency,
  };
}
