// M/M/c, first come first served: Poisson arrivals, exponential service, c servers, endless room.
import { answerOf, type Load, type StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, COUNT, insist, NOT_NEGATIVE } from '../guard.ts';
import { type Quantiles, quantileOf, quantilesBy } from '../quantiles.ts';
import { waitingProbability } from './erlang-c.ts';
import { mmcTails } from './mmc-tails.ts';

export interface MmcAnswer extends StationAnswer {
  /** Chance that an arrival waits (Erlang C). */
  readonly waitingProbability: number;
  /** Chance that the station is empty. */
  readonly emptyProbability: number;
  readonly waitingQuantilesSeconds: Quantiles;
  readonly responseQuantilesSeconds: Quantiles;
}

/** Mean wait in M/M/c, seconds: C / (cμ − λ) (Kleinrock, see `mmc`), bare, for the formulas built on it. `Infinity` past saturation. */
export function mmcWaitingSeconds({ arrivalRatePerSecond, serviceSeconds, servers }: Load): number {
  const utilisation = (arrivalRatePerSecond * serviceSeconds) / servers;
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  return (waitingProbability(servers, utilisation) * serviceSeconds) / (servers * (1 - utilisation));
}

/** p₀ = 1 / (Σ_{k<c} aᵏ/k! + aᶜ/c! / (1 − ρ)); 0 where it is below what a double holds. */
function emptyProbability({ arrivalRatePerSecond, serviceSeconds, servers }: Load): number {
  const offered = arrivalRatePerSecond * serviceSeconds;
  if (offered >= servers) return 0;
  let term = 1;
  let sum = 0;
  for (let busy = 1; busy <= servers; busy += 1) {
    sum += term;
    term *= offered / busy;
  }
  return 1 / (sum + term / (1 - offered / servers));
}

/**
 * Means, chances and quantiles of M/M/c; c = 1 is M/M/1 (Kleinrock, Queueing Systems, vol. 1, 1975, sections 3.2 and 3.5; the
 * waiting time is 0 or exponential with rate cμ − λ). Not stable: see `StationAnswer`; everybody waits.
 * @throws InputError on a negative rate, a service time that is not above 0, or servers that are no whole number.
 */
export function mmc(load: Load): MmcAnswer {
  insist('mmc', load, { arrivalRatePerSecond: NOT_NEGATIVE, serviceSeconds: ABOVE_ZERO, servers: COUNT });
  const answer = answerOf({ exact: true, method: 'M/M/c (Erlang C)' }, load, mmcWaitingSeconds(load));
  const tails = mmcTails(load);
  return {
    ...answer,
    waitingProbability: waitingProbability(load.servers, answer.utilisation),
    emptyProbability: emptyProbability(load),
    waitingQuantilesSeconds: quantilesBy((share) => quantileOf(tails.waiting, share)),
    responseQuantilesSeconds: quantilesBy((share) => quantileOf(tails.response, share)),
  };
}
