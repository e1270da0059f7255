// M/M/c//N: a fixed population that thinks and asks, or machines that run, break and are mended by c repairmen.
import { ALWAYS_STABLE, answerOf, type StationAnswer } from '../answer.ts';
import { birthDeathLaw, expectation } from '../chains/birth-death-law.ts';
import { ABOVE_ZERO, COUNT, insist } from '../guard.ts';

export interface FiniteSource {
  readonly population: number;
  /** Mean time between an answer and the next request; of a machine, between repair and failure. */
  readonly thinkSeconds: number;
  readonly serviceSeconds: number;
  readonly servers: number;
}

export interface FiniteSourceAnswer extends StationAnswer {
  /** Chance that nobody is at the station: all machines run. */
  readonly emptyProbability: number;
  /** Share of the population that thinks: the availability of a machine. */
  readonly thinkingShare: number;
}

/**
 * Birth–death with birth rate (N − n)/Z and death rate min(n, c)/S; exact for exponential service, and for any law of thinking
 * (Kleinrock, Queueing Systems, vol. 1, 1975, section 3.8; Bunday and Scraton, European Journal of OR 4, 1980). Always stable.
 * @throws InputError on times that are not above 0, population or servers that are no whole number.
 */
export function finiteSource(source: FiniteSource): FiniteSourceAnswer {
  insist('finiteSource', source, {
    population: COUNT,
    thinkSeconds: ABOVE_ZERO,
    serviceSeconds: ABOVE_ZERO,
    servers: COUNT,
  });
  const { population, thinkSeconds, serviceSeconds, servers } = source;
  const law = birthDeathLaw({
    birthRate: (number) => (population - number) / thinkSeconds,
    deathRate: (number) => Math.min(number, servers) / serviceSeconds,
    room: population,
  });
  const thinking = expectation(law, (number) => population - number);
  const arrivalRatePerSecond = thinking / thinkSeconds;
  const queue = expectation(law, (number) => Math.max(0, number - servers));
  const load = { arrivalRatePerSecond, serviceSeconds, servers };
  return {
    ...answerOf({ exact: true, method: 'M/M/c//N' }, load, queue / arrivalRatePerSecond, ALWAYS_STABLE),
    emptyProbability: law[0] ?? 0,
    thinkingShare: thinking / population,
  };
}
