// M/G/∞: a station where nobody waits for another, such as sessions that only hold memory, or a wait for DNS.
import type { Load, StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, insist, NOT_NEGATIVE } from '../guard.ts';

export interface MgInfinityAnswer extends StationAnswer {
  /** The number present is Poisson: its variance is its mean. */
  readonly numberVariance: number;
  readonly emptyProbability: number;
}

/**
 * The number present is Poisson with mean λE[S], whatever the service distribution (Takács, Introduction to the Theory of
 * Queues, 1962, ch. 3; Kleinrock, Queueing Systems, vol. 1, 1975, section 3.4). Always stable; utilisation is 0.
 * @throws InputError on a negative rate or a service time that is not above 0.
 */
export function mgInfinity(load: Omit<Load, 'servers'>): MgInfinityAnswer {
  insist('mgInfinity', load, { arrivalRatePerSecond: NOT_NEGATIVE, serviceSeconds: ABOVE_ZERO });
  const { arrivalRatePerSecond, serviceSeconds } = load;
  const meanNumber = arrivalRatePerSecond * serviceSeconds;
  return {
    exact: true,
    method: 'M/G/∞',
    stable: true,
    utilisation: 0,
    throughputPerSecond: arrivalRatePerSecond,
    meanWaitingSeconds: 0,
    meanResponseSeconds: serviceSeconds,
    meanNumber,
    meanQueueLength: 0,
    numberVariance: meanNumber,
    emptyProbability: Math.exp(-meanNumber),
  };
}
