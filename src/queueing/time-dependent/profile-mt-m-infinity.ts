// M_t/M/∞ with a rate for each hour of a day: how many sessions are open. Nobody waits; the day repeats itself.
import { ABOVE_ZERO, fault, insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import type { DailyNumber } from './daily-number.ts';

export interface DayProfile {
  /** One rate for each equal part of the period, e.g. 24 for the hours of a day; each holds throughout its part. */
  readonly ratesPerSecond: readonly number[];
  readonly partSeconds: number;
  /** Mean of the exponential time that a customer stays. */
  readonly serviceSeconds: number;
}

/**
 * m' = λ(t) − m/S, solved part by part: m moves towards the part's λS and keeps e^{−t/S} of the distance (Eick, Massey and
 * Whitt, Operations Research 41, 1993). The peak is at the end of a part.
 * @throws InputError on no rate, negative rates, times that are not above 0.
 */
export function profileMtMInfinity(profile: DayProfile): DailyNumber {
  const { ratesPerSecond, partSeconds, serviceSeconds } = profile;
  insist('profileMtMInfinity', profile, { partSeconds: ABOVE_ZERO, serviceSeconds: ABOVE_ZERO });
  if (ratesPerSecond.length === 0 || !ratesPerSecond.every(NOT_NEGATIVE.holds))
    refuse([fault('profileMtMInfinity.ratesPerSecond', ratesPerSecond, 'one rate or more, each 0 or more')]);
  const towards = (from: number, rate: number, seconds: number): number => {
    const gone = -Math.expm1(-seconds / serviceSeconds);
    return from * (1 - gone) + rate * serviceSeconds * gone;
  };
  // A period from nobody to `once`; each earlier period left the same behind it, thinned by e^{−period/S}: a geometric sum.
  const once = ratesPerSecond.reduce((number, rate) => towards(number, rate, partSeconds), 0);
  const start = once / -Math.expm1((-ratesPerSecond.length * partSeconds) / serviceSeconds);
  const starts = [start];
  for (const rate of ratesPerSecond) starts.push(towards(starts.at(-1) ?? 0, rate, partSeconds));
  const peakMeanNumber = Math.max(...starts);
  return {
    exact: true,
    method: 'M_t/M/∞ (profile)',
    meanNumberAt: (seconds) => {
      const parts = ratesPerSecond.length;
      const within = ((seconds % (parts * partSeconds)) + parts * partSeconds) % (parts * partSeconds);
      const part = Math.min(parts - 1, Math.floor(within / partSeconds));
      return towards(starts[part] ?? 0, ratesPerSecond[part] ?? 0, within - part * partSeconds);
    },
    peakMeanNumber,
    peakSeconds: starts.indexOf(peakMeanNumber) * partSeconds,
  };
}
