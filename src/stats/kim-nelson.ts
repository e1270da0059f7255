// Kim and Nelson's KN: finds the best of several systems and drops the poor ones as soon as the data allow. A pure state machine: feed it
// one replication of every survivor until there is a winner.
import { sampleVariance } from 'simple-statistics';
import type { SelectionGoal, SelectionState } from './kim-nelson-state.ts';
import { exp } from './portable/exp.ts';
import { log } from './portable/log.ts';

/** h² S² of every pair: h² = 2 η (n₀ − 1), with the η of c = 1 that allows for common random numbers. */
function boundariesOf(
  { systems, confidence, firstStage }: SelectionGoal,
  values: readonly (readonly number[])[],
): number[][] {
  const freedom = firstStage - 1;
  const eta = (exp((-2 / freedom) * log((2 * (1 - confidence)) / (systems - 1))) - 1) / 2;
  return values.map((first) =>
    values.map((second) => 2 * eta * freedom * sampleVariance(first.map((value, i) => value - second[i]!))),
  );
}

/** How far the sum of i may be below that of l without being dropped: r · W(r). It shrinks to nothing. */
function allowance({ boundaries, goal, replications }: SelectionState, i: number, l: number): number {
  return Math.max(0, (boundaries![i]![l]! / goal.indifferenceZone - goal.indifferenceZone * replications) / 2);
}

/** Drops whom another survivor clearly beats, and names the winner when one is left. */
function screen(state: SelectionState): SelectionState {
  const { sums, survivors } = state;
  const left = survivors.filter((i) => survivors.every((l) => sums[i]! >= sums[l]! - allowance(state, i, l)));
  // Without any allowance only equal sums survive side by side: none of them is better, so the first will do.
  const over = left.every((i) => left.every((l) => i === l || allowance(state, i, l) === 0));
  return over ? { ...state, survivors: left.slice(0, 1), winner: left[0]! } : { ...state, survivors: left };
}

/**
 * Takes in one more replication. All systems may use the same random numbers in it: the choice stays right and comes sooner.
 * @param values one of each of `state.survivors`, in their order.
 * @throws RangeError for another number of values, or when there is a winner already.
 * SOURCE: Kim and Nelson, "A fully sequential procedure for indifference-zone selection in simulation", ACM TOMACS 11(3), 2001, section 3,
 * with c = 1.
 */
export function feedSelection(state: SelectionState, values: readonly number[]): SelectionState {
  const { goal, survivors } = state;
  if (state.winner !== null) throw new RangeError(`values: system ${state.winner} has won already`);
  if (values.length !== survivors.length)
    throw new RangeError(`values: wanted one of each of ${survivors.length} survivors, got ${values.length}`);
  const sign = goal.best === 'largest' ? 1 : -1;
  const sums = [...state.sums];
  for (const [place, system] of survivors.entries()) sums[system]! += sign * values[place]!;
  const replications = state.replications + 1;
  if (replications > goal.firstStage) return screen({ ...state, sums, replications });
  const firstValues = state.firstValues.map((list, system) => [...list, sign * values[system]!]);
  const fed = { ...state, sums, replications, firstValues };
  return replications < goal.firstStage ? fed : screen({ ...fed, boundaries: boundariesOf(goal, firstValues) });
}
