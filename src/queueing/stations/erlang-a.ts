// M/M/c+M (Erlang A): customers whose patience ends while they wait leave unserved, as clients do that time out.
import type { Load, StationAnswer } from '../answer.ts';
import { birthDeathLaw, expectation } from '../chains/birth-death-law.ts';
import { ABOVE_ZERO, COUNT, insist, NOT_NEGATIVE } from '../guard.ts';

export interface ImpatientLoad extends Load {
  /** How long a customer waits for service before he leaves; a mean where it is exponential. */
  readonly patienceSeconds: number;
}

/**
 * Waiting, response and numbers are over all arrivals, those that give up included, so Little's law holds with the arrival
 * rate; throughput and utilisation are of those served.
 */
export interface ImpatienceAnswer extends StationAnswer {
  readonly abandonmentProbability: number;
  /** Chance that an arrival finds all servers busy. */
  readonly waitingProbability: number;
}

export interface ErlangAAnswer extends ImpatienceAnswer {
  /** Mean wait of those that are served. */
  readonly meanWaitingServedSeconds: number;
}

/** Σ_j p_{c+j} P(served) E[wait | served]: the j + 1 steps to service race with the customer's own patience. */
function waitingOfServed(queued: readonly number[], serviceRate: number, patienceRate: number): number {
  let steps = 0;
  return queued.reduce((sum, probability, ahead) => {
    const racing = serviceRate + (ahead + 1) * patienceRate;
    steps += 1 / racing;
    return sum + (probability * serviceRate * steps) / racing;
  }, 0);
}

/** The answer from who waits and who gives up; shared by the laws of patience. */
export function impatienceAnswer(
  { arrivalRatePerSecond, serviceSeconds, servers }: Load,
  method: string,
  { abandons, waits, queueLength }: { abandons: number; waits: number; queueLength: number },
): ImpatienceAnswer {
  const throughputPerSecond = arrivalRatePerSecond * (1 - abandons);
  const busy = throughputPerSecond * serviceSeconds;
  const meanWaitingSeconds = queueLength > 0 ? queueLength / arrivalRatePerSecond : 0;
  return {
    exact: true,
    method,
    stable: true,
    utilisation: busy / servers,
    throughputPerSecond,
    meanWaitingSeconds,
    meanResponseSeconds: meanWaitingSeconds + serviceSeconds * (1 - abandons),
    meanNumber: busy + queueLength,
    meanQueueLength: queueLength,
    abandonmentProbability: abandons,
    waitingProbability: waits,
  };
}

/**
 * Birth–death with death rate min(n, c)μ + (n − c)⁺θ (Palm, 1957; Garnett, Mandelbaum and Reiman, Manufacturing & Service
 * Operations Management 4, 2002). Always stable, however much is offered.
 * @throws InputError on a negative rate, times that are not above 0, servers that are no whole number.
 */
export function erlangA(station: ImpatientLoad): ErlangAAnswer {
  insist('erlangA', station, {
    arrivalRatePerSecond: NOT_NEGATIVE,
    serviceSeconds: ABOVE_ZERO,
    servers: COUNT,
    patienceSeconds: ABOVE_ZERO,
  });
  const { arrivalRatePerSecond, serviceSeconds, servers, patienceSeconds } = station;
  const law = birthDeathLaw({
    birthRate: () => arrivalRatePerSecond,
    deathRate: (number) => Math.min(number, servers) / serviceSeconds + Math.max(0, number - servers) / patienceSeconds,
  });
  const queueLength = expectation(law, (number) => Math.max(0, number - servers));
  const queued = law.slice(servers);
  const abandons = queueLength > 0 ? queueLength / patienceSeconds / arrivalRatePerSecond : 0;
  const waits = queued.reduce((sum, probability) => sum + probability, 0);
  return {
    ...impatienceAnswer(station, 'M/M/c+M (Erlang A)', { abandons, waits, queueLength }),
    meanWaitingServedSeconds: waitingOfServed(queued, servers / serviceSeconds, 1 / patienceSeconds) / (1 - abandons),
  };
}
