// M/M/c+D: every customer gives up after the same time in the queue, as a client with a fixed time-out does.
import { ABOVE_ZERO, COUNT, insist, NOT_NEGATIVE } from '../guard.ts';
import { type ImpatienceAnswer, type ImpatientLoad, impatienceAnswer } from './erlang-a.ts';
import { blockingProbability } from './erlang-b.ts';

/** ∫₀¹ x e^{−yx} dx for y ≥ 0: a series where the closed form would lose digits. */
function dampedMoment(y: number): number {
  if (y > 1) return (1 - (1 + y) * Math.exp(-y)) / y ** 2;
  let term = 1;
  let sum = 0;
  for (let k = 0; k < 20; k += 1) {
    sum += term / (k + 2);
    term *= -y / (k + 1);
  }
  return sum;
}

/**
 * The law of the wait that a customer with endless patience would find (Baccelli and Hébuterne, Performance '81), by the
 * integrals J = ∫ e^{λH(x) − cμx} dx and J_H = ∫ H e^{…}, H(x) = min(x, patience), of Zeltyn and Mandelbaum (Queueing Systems
 * 51, 2005). Always stable, however much is offered. Means are over all arrivals, see `ImpatienceAnswer`.
 * @throws InputError on a negative rate, times that are not above 0 or servers that are no whole number.
 */
export function mmcTimeout(station: ImpatientLoad): ImpatienceAnswer {
  insist('mmcTimeout', station, {
    arrivalRatePerSecond: NOT_NEGATIVE,
    serviceSeconds: ABOVE_ZERO,
    servers: COUNT,
    patienceSeconds: ABOVE_ZERO,
  });
  const { arrivalRatePerSecond: arrivals, serviceSeconds, servers, patienceSeconds: patience } = station;
  const departures = servers / serviceSeconds;
  const spare = departures - arrivals;
  // Overloaded, everything is divided by e^{(λ − cμ)·patience}, which else overflows.
  const shrink = Math.exp(Math.min(0, spare) * patience);
  const left = Math.exp(-Math.max(0, spare) * patience);
  const decay = Math.abs(spare) * patience;
  const area = decay > 0 ? -Math.expm1(-decay) / decay : 1;
  const moment = dampedMoment(decay);
  const waited = spare >= 0 ? moment : area - moment;
  const virtual = patience * area + left / departures;
  const waiting = patience ** 2 * waited + (patience * left) / departures;
  // The states below c in units of the last of them: 1 / B(c − 1).
  const offered = arrivals * serviceSeconds;
  const free = servers > 1 ? shrink / blockingProbability(servers - 1, offered) : shrink;
  const total = free + arrivals * virtual;
  return impatienceAnswer(station, 'M/M/c+D', {
    abandons: (left * arrivals) / departures / total,
    waits: (arrivals * virtual) / total,
    queueLength: (arrivals ** 2 * waiting) / total,
  });
}
