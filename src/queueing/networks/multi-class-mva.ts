// Closed network of several classes, exactly: every combination of populations up to the whole is visited.
import { fault, refuse } from '../guard.ts';
import {
  insistOnNetwork,
  type MultiClassAnswer,
  type MultiClassNetwork,
  multiClassAnswer,
} from './multi-class-network.ts';

/** Combinations × stations that are kept: 32 MB, and some tenths of a second. */
const MOST_NUMBERS = 4_000_000;

/**
 * Exact mean value analysis Rₖᵣ(n) = Dₖᵣ(1 + Qₖ(n − eᵣ)) (Reiser and Lavenberg, Journal of the ACM 27, 1980). Exact for PS,
 * LCFS-PR and delay stations with any service, for FCFS where all classes have one exponential service time a visit.
 * @throws InputError on impossible figures, on a station with several servers, or when Π(Nᵣ + 1) × stations is above four
 *   million, e.g. 100 × 100 × 100 customers at four stations: `approximateMva` takes those.
 */
export function multiClassMva(network: MultiClassNetwork): MultiClassAnswer {
  insistOnNetwork('multiClassMva', network);
  const { stations, populations, thinksSeconds } = network;
  const combinations = populations.reduce((product, population) => product * (population + 1), 1);
  const instead = 'Use approximateMva.';
  refuse([
    ...stations.flatMap(({ servers }, index) =>
      servers === 1 || servers === Number.POSITIVE_INFINITY
        ? []
        : [fault(`multiClassMva.stations.${index}.servers`, servers, '1 or Infinity', instead)],
    ),
    ...(combinations * stations.length <= MOST_NUMBERS
      ? []
      : [fault('multiClassMva.populations', combinations, `${MOST_NUMBERS} combinations × stations`, instead)]),
  ]);
  // A combination's number in a mixed radix: one customer less of class r is `strides[r]` before it, hence already done.
  const strides: number[] = [];
  populations.reduce((stride, population) => {
    strides.push(stride);
    return stride * (population + 1);
  }, 1);
  const numbers = new Float64Array(combinations * stations.length);
  const throughputs = populations.map(() => 0);
  const residences = stations.map(() => populations.map(() => 0));
  for (let combination = 1; combination < combinations; combination += 1) {
    const totals = stations.map(() => 0);
    for (const [kind, stride] of strides.entries()) {
      const customers = Math.floor(combination / stride) % (populations[kind]! + 1);
      if (customers === 0) continue;
      const before = (combination - stride) * stations.length;
      let cycle = thinksSeconds[kind]!;
      for (const [station, { servers, demandsSeconds }] of stations.entries()) {
        const found = servers === 1 ? numbers[before + station]! : 0;
        const seconds = demandsSeconds[kind]! * (1 + found);
        residences[station]![kind] = seconds;
        cycle += seconds;
      }
      const throughput = customers / cycle;
      throughputs[kind] = throughput;
      for (const station of stations.keys()) totals[station]! += throughput * residences[station]![kind]!;
    }
    numbers.set(totals, combination * stations.length);
  }
  return multiClassAnswer(network, { exact: true, method: 'MVA' }, throughputs, residences);
}
