// M/M/c/K: c servers and room for K customers in all; who finds no room is lost.
import { ALWAYS_STABLE, answerOf, type Load } from '../answer.ts';
import { birthDeathLaw, expectation } from '../chains/birth-death-law.ts';
import { ABOVE_ZERO, COUNT, fault, insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import { type Quantiles, quantileOf, quantilesBy } from '../quantiles.ts';
import type { LossAnswer } from './mgcc.ts';

export interface FiniteRoom extends Load {
  /** Customers that may be here at once, in service and waiting; at least the servers. */
  readonly room: number;
}

export interface MmckAnswer extends LossAnswer {
  /** Chance that an accepted customer waits. */
  readonly waitingProbability: number;
  readonly emptyProbability: number;
  readonly waitingQuantilesSeconds: Quantiles;
}

/** P(W > t) of an accepted customer: j before him in the queue means j + 1 departures at rate cμ, an Erlang time. */
function waitingTail(queued: readonly number[], departureRate: number): (seconds: number) => number {
  return (seconds) => {
    const expected = departureRate * seconds;
    let log = -expected;
    let atMost = 0;
    let tail = 0;
    for (const [ahead, probability] of queued.entries()) {
      if (ahead > 0) log += Math.log(expected / ahead);
      atMost += Math.exp(log);
      tail += probability * Math.min(1, atMost);
    }
    return tail;
  };
}

/**
 * Birth–death with arrivals seeing time averages (Kleinrock, Queueing Systems, vol. 1, 1975, sections 3.6 and 3.7). Always
 * stable; means, chances and quantiles are those of accepted customers, utilisation is that of the carried load.
 * @throws InputError on a negative rate, a service time not above 0, servers or room that are no whole number, or too little room.
 */
export function mmck(station: FiniteRoom): MmckAnswer {
  insist('mmck', station, {
    arrivalRatePerSecond: NOT_NEGATIVE,
    serviceSeconds: ABOVE_ZERO,
    servers: COUNT,
    room: COUNT,
  });
  const { arrivalRatePerSecond, serviceSeconds, servers, room } = station;
  if (room < servers) refuse([fault('mmck.room', room, `the ${servers} servers or more`)]);
  const law = birthDeathLaw({
    birthRate: () => arrivalRatePerSecond,
    deathRate: (number) => Math.min(number, servers) / serviceSeconds,
    room,
  });
  const blocking = law[room] ?? 0;
  const entering = law.slice(0, room).reduce((sum, probability) => sum + probability, 0);
  const accepted = { arrivalRatePerSecond: arrivalRatePerSecond * entering, serviceSeconds, servers };
  const queue = expectation(law, (number) => Math.max(0, number - servers));
  const waiting = queue > 0 ? queue / accepted.arrivalRatePerSecond : 0;
  const queued = law.slice(servers, room).map((probability) => probability / entering);
  const tail = waitingTail(queued, servers / serviceSeconds);
  return {
    ...answerOf({ exact: true, method: 'M/M/c/K' }, accepted, waiting, ALWAYS_STABLE),
    blockingProbability: blocking,
    waitingProbability: queued.reduce((sum, probability) => sum + probability, 0),
    emptyProbability: law[0] ?? 0,
    waitingQuantilesSeconds: quantilesBy((share) => quantileOf(tail, share)),
  };
}
