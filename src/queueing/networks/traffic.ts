// Traffic equations: how many customers a second come to each station when customers wander by a routing matrix.
import { solveMarkovChain } from '../chains/solve-markov-chain.ts';
import { fault, NOT_NEGATIVE, refuse } from '../guard.ts';

/** Rows of a routing matrix may miss 1 by the rounding of their sum. */
const ROUNDING = 1e-12;

function insistOnRouting(routing: readonly (readonly number[])[], most: string, sum: (total: number) => boolean): void {
  refuse(
    routing.flatMap((row, from) => {
      const total = row.reduce((whole, chance) => whole + chance, 0);
      return row.length === routing.length && row.every(NOT_NEGATIVE.holds) && sum(total)
        ? []
        : [fault(`routing.${from}`, row, `${routing.length} chances that sum to ${most}`)];
    }),
  );
}

/**
 * Arrival rates γ = λ₀ + γP of an open network (Jackson, Operations Research 5, 1957). The outside is a state of its own, so that
 * they are the visits of a Markov chain and need no subtraction. A node is a station, or a station and a class where
 * customers change class: then list every pair.
 * @param externalRatesPerSecond from outside to each node. @param routing `routing[i][j]`, the chance to go from i to j; what a
 *   row lacks to 1 leaves. @returns one rate a node, per second.
 * @throws InputError on negative figures, rows above 1, or customers who can never leave.
 */
export function arrivalRates(
  externalRatesPerSecond: readonly number[],
  routing: readonly (readonly number[])[],
): number[] {
  if (externalRatesPerSecond.length !== routing.length || !externalRatesPerSecond.every(NOT_NEGATIVE.holds))
    refuse([fault('externalRatesPerSecond', externalRatesPerSecond, `${routing.length} finite rates of 0 or more`)]);
  insistOnRouting(routing, 'at most 1', (total) => total <= 1 + ROUNDING);
  const outside = externalRatesPerSecond.reduce((sum, rate) => sum + rate, 0);
  if (outside === 0) return externalRatesPerSecond.map(() => 0);
  const leaving = (row: readonly number[]): number => {
    const rest = 1 - row.reduce((sum, chance) => sum + chance, 0);
    return rest > ROUNDING ? rest : 0;
  };
  const law = solveMarkovChain([
    [0, ...externalRatesPerSecond.map((rate) => rate / outside)],
    ...routing.map((row) => [leaving(row), ...row]),
  ]);
  const scale = outside / law[0]!;
  return law.slice(1).map((visits) => visits * scale);
}

/**
 * Visits to each station between two visits to the first, in a closed network: v = vP, v₀ = 1 (Gordon and Newell, Operations
 * Research 15, 1967).
 * @throws InputError on rows that do not sum to 1, or customers who can never come back to the first station.
 */
export function visitCounts(routing: readonly (readonly number[])[]): number[] {
  insistOnRouting(routing, '1', (total) => Math.abs(total - 1) <= ROUNDING);
  const law = solveMarkovChain(routing);
  return law.map((visits) => visits / law[0]!);
}
