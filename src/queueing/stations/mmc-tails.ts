// How likely a wait or a response in M/M/c is longer than a given time: for quantiles and for promises ("95 % within 2 s").
import type { Load } from '../answer.ts';
import { waitingProbability } from './erlang-c.ts';

/** Tails P(T > t), t in seconds; 1 for every t where the station is not stable. */
export interface Tails {
  readonly waiting: (seconds: number) => number;
  readonly response: (seconds: number) => number;
}

/** P(X + Y > t) for independent exponential X and Y of these rates: no difference of rates in a denominator alone. */
function twoPhaseTail(one: number, other: number, seconds: number): number {
  const slow = Math.min(one, other);
  const apart = Math.max(one, other) - slow;
  const grown = apart * seconds > 0 ? -Math.expm1(-apart * seconds) / apart : seconds;
  return Math.exp(-slow * seconds) * (1 + slow * grown);
}

/**
 * P(W > t) = C e^{−(cμ−λ)t}; a response is the wait plus an independent exponential service
 * (Kleinrock, Queueing Systems, vol. 1, 1975, section 3.5; Gross and Harris, Fundamentals of Queueing Theory, section 2.3).
 */
export function mmcTails({ arrivalRatePerSecond, serviceSeconds, servers }: Load): Tails {
  const utilisation = (arrivalRatePerSecond * serviceSeconds) / servers;
  if (utilisation >= 1) return { waiting: () => 1, response: () => 1 };
  const waits = waitingProbability(servers, utilisation);
  const spare = (servers * (1 - utilisation)) / serviceSeconds;
  const rate = 1 / serviceSeconds;
  return {
    waiting: (seconds) => waits * Math.exp(-spare * seconds),
    response: (seconds) => (1 - waits) * Math.exp(-rate * seconds) + waits * twoPhaseTail(spare, rate, seconds),
  };
}
