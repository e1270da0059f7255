// GI/M/1, first come first served: independent interarrival times of any law, exponential service, one server.
import { answerOf, type StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, insist } from '../guard.ts';
import { type Quantiles, quantilesBy } from '../quantiles.ts';
import type { InterarrivalLaw } from './interarrival-laws.ts';

export interface Gim1Answer extends StationAnswer {
  /** σ: the chance that an arrival waits, which is not ρ unless arrivals are Poisson. */
  readonly waitingProbability: number;
  readonly waitingQuantilesSeconds: Quantiles;
  readonly responseQuantilesSeconds: Quantiles;
}

/** 1 − σ, by halving: A*(μx) − 1 + x is below 0 left of it and above 0 right of it. */
function idleAtArrival(transform: InterarrivalLaw['transform'], serviceRate: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (transform(serviceRate * middle) - 1 + middle < 0) low = middle;
    else high = middle;
  }
}

/**
 * Exact through the root σ of σ = A*(μ(1 − σ)): the response is exponential with rate μ(1 − σ) (Kleinrock, Queueing Systems,
 * vol. 1, 1975, sections 6.3 and 6.4).
 * @throws InputError on a mean or a service time that is not above 0.
 */
export function gim1(station: { readonly interarrival: InterarrivalLaw; readonly serviceSeconds: number }): Gim1Answer {
  const { interarrival, serviceSeconds } = station;
  insist('gim1', { serviceSeconds }, { serviceSeconds: ABOVE_ZERO });
  insist('gim1.interarrival', interarrival, { meanSeconds: ABOVE_ZERO });
  const load = { arrivalRatePerSecond: 1 / interarrival.meanSeconds, serviceSeconds, servers: 1 };
  const overloaded = load.arrivalRatePerSecond * serviceSeconds >= 1;
  const idle = overloaded ? 0 : idleAtArrival(interarrival.transform, 1 / serviceSeconds);
  const meanResponse = serviceSeconds / idle;
  const waits = 1 - idle;
  const quantile = (share: number, among: number): number =>
    1 - share >= among ? 0 : meanResponse * Math.log(among / (1 - share));
  return {
    ...answerOf({ exact: true, method: 'GI/M/1 (root σ)' }, load, waits * meanResponse),
    waitingProbability: waits,
    waitingQuantilesSeconds: quantilesBy((share) => quantile(share, waits)),
    responseQuantilesSeconds: quantilesBy((share) => quantile(share, 1)),
  };
}
