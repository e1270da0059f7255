// M/M/c a while after it started: the mean number, before it has settled. For the warm-up of a simulation.
import type { Load } from '../answer.ts';
import { ABOVE_ZERO, COUNT, fault, insist, NOT_NEGATIVE, refuse, WHOLE } from '../guard.ts';

export interface TransientLoad extends Load {
  /** Customers there at time 0. */
  readonly startNumber: number;
  /** Time since the start. */
  readonly seconds: number;
}

export interface TransientAnswer {
  readonly exact: true;
  readonly method: string;
  readonly meanNumber: number;
  readonly emptyProbability: number;
}

/** Steps × states that are worth a second of work. */
const MOST_WORK = 5e8;
/** Standard deviations of a Poisson number beyond which less than 1e-20 lies, with a margin for small means. */
const BEYOND = 10;
const MARGIN = 60;

/** One step of the chain watched at rate Λ = λ + cμ: `up` and `down` are chances, the rest stays. */
function step(law: Float64Array, servers: number, up: number, down: number): Float64Array {
  const next = new Float64Array(law.length);
  const top = law.length - 1;
  for (let number = 0; number <= top; number += 1) {
    const probability = law[number]!;
    if (probability === 0) continue;
    const leaves = down * (Math.min(number, servers) / servers);
    const comes = number < top ? up : 0;
    if (number > 0) next[number - 1]! += probability * leaves;
    next[number]! += probability * (down - leaves + (up - comes));
    if (number < top) next[number + 1]! += probability * comes;
  }
  return next;
}

/**
 * Uniformisation (Jensen, 1953; Grassmann, Computers & Operations Research 4, 1977): a Poisson number of steps. Room is cut
 * where the start and the arrivals so far cannot reach but with a chance of 1e-20. Stable or not: it is finite at any time.
 * @throws InputError on negative figures, a service time not above 0, or a time so long that a stationary answer will do.
 */
export function transientMmc(station: TransientLoad): TransientAnswer {
  insist('transientMmc', station, {
    arrivalRatePerSecond: NOT_NEGATIVE,
    serviceSeconds: ABOVE_ZERO,
    servers: COUNT,
    startNumber: WHOLE,
    seconds: NOT_NEGATIVE,
  });
  const { arrivalRatePerSecond, serviceSeconds, servers, startNumber, seconds } = station;
  const most = (mean: number): number => Math.ceil(mean + BEYOND * Math.sqrt(mean) + MARGIN);
  const rate = arrivalRatePerSecond + servers / serviceSeconds;
  const states = startNumber + most(arrivalRatePerSecond * seconds) + 1;
  const steps = most(rate * seconds);
  if (steps * states > MOST_WORK) refuse([fault('transientMmc.seconds', seconds, 'a shorter time')]);
  const up = arrivalRatePerSecond / rate;
  let law: Float64Array = new Float64Array(states);
  law[startNumber] = 1;
  let log = -rate * seconds;
  // Weights sum to 1 but for rounding in their logarithms, which dividing by their sum takes out.
  let total = 0;
  let number = 0;
  let empty = 0;
  for (let count = 0; count <= steps; count += 1) {
    if (count > 0) {
      law = step(law, servers, up, 1 - up);
      log += Math.log((rate * seconds) / count);
    }
    const weight = Math.exp(log);
    if (weight === 0) continue;
    total += weight;
    number += weight * law.reduce((sum, probability, customers) => sum + probability * customers, 0);
    empty += weight * (law[0] ?? 0);
  }
  return {
    exact: true,
    method: 'M/M/c by uniformisation',
    meanNumber: number / total,
    emptyProbability: empty / total,
  };
}
