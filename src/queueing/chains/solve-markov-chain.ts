// The stationary law of a small Markov chain. No subtraction anywhere, so that a chance of 1e-12 is as good as one of a half.
import { fault, refuse } from '../guard.ts';

/**
 * Stationary probabilities of a chain with one closed class of states, which contains the first; the others may be passing.
 * Elimination by Grassmann, Taksar and Heyman (Operations Research 33, 1985); the work grows with the cube of the states.
 * @param rates `rates[i][j]` from state i to state j, per second or as probabilities of a step; the diagonal is not read.
 * @returns one probability a state, summing to 1.
 * @throws InputError on a rate that is negative or endless, a ragged matrix, or states that cannot come back to the first.
 */
export function solveMarkovChain(rates: readonly (readonly number[])[]): number[] {
  const size = rates.length;
  const work = rates.map((row) => Float64Array.from(row));
  refuse(
    rates.flatMap((row, from) =>
      row.length === size && row.every((rate, to) => to === from || (Number.isFinite(rate) && rate >= 0))
        ? []
        : [fault(`rates.${from}`, row, `${size} finite rates of 0 or more`)],
    ),
  );
  for (let last = size - 1; last > 0; last -= 1) {
    const leaving = work[last]!;
    let out = 0;
    for (let to = 0; to < last; to += 1) out += leaving[to]!;
    if (!(out > 0)) refuse([fault(`rates.${last}`, 'no way back', 'a chain that comes back to its first state')]);
    for (let from = 0; from < last; from += 1) {
      const row = work[from]!;
      const visits = row[last]! / out;
      row[last] = visits;
      if (visits > 0) for (let to = 0; to < last; to += 1) row[to] = row[to]! + visits * leaving[to]!;
    }
  }
  const law = new Array<number>(size).fill(0);
  law[0] = 1;
  let total = 1;
  for (let state = 1; state < size; state += 1) {
    let weight = 0;
    for (let from = 0; from < state; from += 1) weight += law[from]! * work[from]![state]!;
    law[state] = weight;
    total += weight;
  }
  return law.map((weight) => weight / total);
}
