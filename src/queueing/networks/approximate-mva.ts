// Closed network of several classes, approximately, for populations that are too large for the exact analysis.
import {
  insistOnNetwork,
  type MultiClassAnswer,
  type MultiClassNetwork,
  multiClassAnswer,
} from './multi-class-network.ts';

type Matrix = number[][];

/** What an arrival of class r finds differs from the mean by Nᵣ-th parts: `shifts[r][station][class]`, 0 by Schweitzer. */
type Shifts = readonly Matrix[];

interface Solution {
  readonly throughputs: readonly number[];
  readonly residences: Matrix;
  readonly numbers: Matrix;
}

/** A station of c servers as one c times as fast, and a delay for the rest of a service (Seidmann, Schweitzer and Shalev-Oren). */
const split = ({ stations }: MultiClassNetwork) =>
  stations.map(({ servers, demandsSeconds }) => ({
    queueing: demandsSeconds.map((demand) => demand / servers),
    delay: demandsSeconds.map((demand) => (servers === Number.POSITIVE_INFINITY ? demand : demand * (1 - 1 / servers))),
  }));

const SMALLEST_MOVE = 1e-12;
const MOST_ROUNDS = 20_000;

/** The fixed point of the mean value equations for one combination of populations, with given shifts. */
function settle(network: MultiClassNetwork, populations: readonly number[], shifts: Shifts, start: Matrix): Solution {
  const parts = split(network);
  let numbers = start;
  let residences: Matrix = [];
  let throughputs: number[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    // Qₖⱼ(N − eᵣ) ≈ (N − eᵣ)ⱼ (Qₖⱼ/Nⱼ + shift).
    const found = (station: number, kind: number): number =>
      populations.reduce((sum, population, other) => {
        if (population === 0) return sum;
        const share = numbers[station]![other]! / population + shifts[kind]![station]![other]!;
        return sum + Math.max(0, share) * (population - (other === kind ? 1 : 0));
      }, 0);
    residences = parts.map(({ queueing, delay }, station) =>
      populations.map((_, kind) => {
        const work = queueing[kind]!;
        return work > 0 ? work * (1 + found(station, kind)) + delay[kind]! : delay[kind]!;
      }),
    );
    throughputs = populations.map((population, kind) => {
      if (population === 0) return 0;
      const cycle = residences.reduce((sum, seconds) => sum + seconds[kind]!, network.thinksSeconds[kind]!);
      return population / cycle;
    });
    const next = residences.map((seconds, station) =>
      seconds.map((_, kind) => throughputs[kind]! * (seconds[kind]! - parts[station]!.delay[kind]!)),
    );
    const moved = Math.max(
      ...next.flatMap((row, station) => row.map((value, kind) => Math.abs(value - numbers[station]![kind]!))),
    );
    numbers = next;
    if (moved <= SMALLEST_MOVE * populations.reduce((sum, population) => sum + population, 0)) break;
  }
  return { throughputs, residences, numbers };
}

/** Corrections of the shifts by Chandy and Neuse; more hardly matter. */
const CORRECTIONS = 3;

/**
 * Schweitzer's fixed point (1979; Bard, 1979), or Linearizer, which also asks how the shares of a class move when one customer is
 * missing (Chandy and Neuse, Communications of the ACM 25, 1982): errors of some percent, or some tenths of a percent.
 * Several servers by Seidmann, Schweitzer and Shalev-Oren (Large Scale Systems 12, 1987), too much of a response at middling load.
 * @throws InputError on impossible figures.
 */
export function approximateMva(
  network: MultiClassNetwork,
  method: 'schweitzer' | 'linearizer' = 'linearizer',
): MultiClassAnswer {
  insistOnNetwork('approximateMva', network);
  const { stations, populations } = network;
  const matrix = (): Matrix => stations.map(() => populations.map(() => 0));
  const even = stations.map(() => populations.map((population) => population / stations.length));
  let shifts: Matrix[] = populations.map(matrix);
  let whole = settle(network, populations, shifts, even);
  for (let correction = 1; method === 'linearizer' && correction <= CORRECTIONS; correction += 1) {
    const full = whole.numbers;
    shifts = populations.map((population, missing) => {
      if (population === 0) return matrix();
      const fewer = populations.map((count, kind) => count - (kind === missing ? 1 : 0));
      const { numbers } = settle(network, fewer, shifts, full);
      return numbers.map((row, station) =>
        row.map((number, kind) =>
          fewer[kind]! > 0 ? number / fewer[kind]! - full[station]![kind]! / populations[kind]! : 0,
        ),
      );
    });
    whole = settle(network, populations, shifts, full);
  }
  const label = method === 'linearizer' ? 'Linearizer' : 'Schweitzer';
  return multiClassAnswer(network, { exact: false, method: label }, whole.throughputs, whole.residences);
}
