// The state of a selection of the best of several systems by Kim and Nelson's procedure; kim-nelson.ts moves it on.
import { requireCount, requireLevel, requirePositive } from './guard.ts';

export interface SelectionGoal {
  /** Number of systems, at least 2. */
  readonly systems: number;
  /** Wanted probability of the right choice whenever the best is better than the next by the indifference zone; above 1 / systems. */
  readonly confidence: number;
  /** δ: the least difference of means that matters, in the unit of the values. */
  readonly indifferenceZone: number;
  /** Replications of every system before the first can be dropped, at least 2; ten make the procedure quicker than two. */
  readonly firstStage: number;
  readonly best: 'largest' | 'smallest';
}

export interface SelectionState {
  readonly goal: SelectionGoal;
  /** Replications that every survivor has had. */
  readonly replications: number;
  /** Numbers of the systems that may still be the best, rising. While there is no winner each of them needs one more replication. */
  readonly survivors: readonly number[];
  readonly winner: number | null;
  /** By system: the sum of its values, signed so that the largest is the best. */
  readonly sums: readonly number[];
  /** By system: its values of the first stage, signed likewise. */
  readonly firstValues: readonly (readonly number[])[];
  /** By pair of systems: h² S², the scaled variance of their difference; null during the first stage. */
  readonly boundaries: readonly (readonly number[])[] | null;
}

/** Plain data: it can be kept as JSON and gone on with. @throws RangeError for a goal that cannot be meant. */
export function startSelection(goal: SelectionGoal): SelectionState {
  requireCount('systems', goal.systems, 2);
  requireLevel('confidence', goal.confidence);
  if (!(goal.confidence > 1 / goal.systems))
    throw new RangeError(`confidence: wanted more than 1 / systems, got ${goal.confidence}`);
  requirePositive('indifferenceZone', goal.indifferenceZone);
  requireCount('firstStage', goal.firstStage, 2);
  const systems = Array.from({ length: goal.systems }, (_, system) => system);
  return {
    goal,
    replications: 0,
    survivors: systems,
    winner: null,
    sums: systems.map(() => 0),
    firstValues: systems.map(() => []),
    boundaries: null,
  };
}
