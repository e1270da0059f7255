// Kim and Nelson's procedure: the probability of the right choice in the hardest case that it promises, and the state machine.
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { coverage } from '../../src/stats/coverage.ts';
import { standardNormal } from '../../src/stats/distributions/normal.ts';
import { symmetricInterval } from '../../src/stats/interval.ts';
import { feedSelection } from '../../src/stats/kim-nelson.ts';
import { type SelectionGoal, type SelectionState, startSelection } from '../../src/stats/kim-nelson-state.ts';

const GOAL: SelectionGoal = { systems: 5, confidence: 0.9, indifferenceZone: 1, firstStage: 10, best: 'largest' };
const BEST = 3;
/** Slippage: one system better than all others by just the indifference zone. */
const slippage = (system: number): number => (system === BEST ? 1 : 0);

interface Contest {
  /** Standard deviation that all systems share in a replication, and that of each alone. */
  readonly common: number;
  readonly own: number;
  /** Ends the contest before the procedure would. */
  readonly stopAt?: number;
}

function contest(goal: SelectionGoal, { common, own, stopAt = Number.POSITIVE_INFINITY }: Contest, seed: string) {
  const random = openStream(seed);
  const sign = goal.best === 'largest' ? 1 : -1;
  let state = startSelection(goal);
  while (state.winner === null && state.replications < stopAt) {
    const shared = common * standardNormal(random);
    state = feedSelection(
      state,
      state.survivors.map((system) => sign * slippage(system) + shared + own * standardNormal(random)),
    );
  }
  const leader = state.survivors.reduce((first, system) => (state.sums[system]! > state.sums[first]! ? system : first));
  return { chosen: state.winner ?? leader, replications: state.replications };
}

/** Share of right choices with its 99.9 % interval, and the mean number of replications of the last survivor. */
function manyContests(goal: SelectionGoal, how: Contest, seed: string, count = 400) {
  const results = Array.from({ length: count }, (_, i) => contest(goal, how, `${seed}/${i}`));
  const { share } = coverage(
    results.map(({ chosen }) => symmetricInterval(chosen, 0)),
    BEST,
    0.999,
  );
  return { share, replications: results.reduce((sum, { replications }) => sum + replications, 0) / count };
}

describe('in the slippage configuration', () => {
  test('chooses the best at least nine times in ten', () => {
    expect(manyContests(GOAL, { common: 0, own: 3 }, 'kn').share.mean).toBeGreaterThan(0.9);
  });
  test('a rule that stops after the first stage does not', () => {
    expect(manyContests(GOAL, { common: 0, own: 3, stopAt: 10 }, 'kn').share.high).toBeLessThan(0.9);
  });
  test('the smallest likewise', () => {
    expect(manyContests({ ...GOAL, best: 'smallest' }, { common: 0, own: 3 }, 'kn').share.mean).toBeGreaterThan(0.9);
  });
  test('with common random numbers the choice is as sure, and comes several times sooner', () => {
    const independent = manyContests(GOAL, { common: 0, own: 3 }, 'kn/common', 200);
    const common = manyContests(GOAL, { common: Math.sqrt(8), own: 1 }, 'kn/common', 200);
    expect(common.share.mean).toBeGreaterThan(0.9);
    expect(common.replications).toBeLessThan(independent.replications / 2);
  });
});

describe('the state machine', () => {
  const feedAll = (state: SelectionState, ...rows: readonly (readonly number[])[]): SelectionState =>
    rows.reduce(feedSelection, state);

  test('drops nobody in the first stage, then who is clearly worse, and ends with one', () => {
    const start = startSelection({ ...GOAL, systems: 3, firstStage: 2 });
    const early = feedAll(start, [0, 100, 99]);
    expect(early).toMatchObject({ survivors: [0, 1, 2], winner: null, boundaries: null });
    const late = feedAll(early, [0, 100.1, 99.2]);
    expect(late.survivors).not.toContain(0);
    expect(start.replications).toBe(0);
  });
  test('two constant systems: the better one wins at the end of the first stage', () => {
    const ended = feedAll(startSelection({ ...GOAL, systems: 2, firstStage: 2 }), [5, 4], [5, 4]);
    expect(ended).toMatchObject({ winner: 0, survivors: [0], replications: 2 });
    expect(() => feedSelection(ended, [5])).toThrow(/has won already/);
  });
  test('systems that are always equal: the first wins instead of going on for ever', () => {
    expect(feedAll(startSelection({ ...GOAL, systems: 3, firstStage: 2 }), [5, 5, 5], [5, 5, 5]).winner).toBe(0);
  });
  test('goes on from JSON as if nothing had happened', () => {
    const random = openStream('json');
    let here = startSelection(GOAL);
    let there = startSelection(GOAL);
    while (here.winner === null) {
      const values = here.survivors.map((system) => slippage(system) + standardNormal(random));
      here = feedSelection(here, values);
      there = feedSelection(JSON.parse(JSON.stringify(there)), values);
    }
    expect(there).toEqual(here);
  });
  test('h² S² by hand: two systems, α = 0.1, n₀ = 3, differences 1, 2, 3', () => {
    // η = ((2 · 0.1 / 1)^(−2/2) − 1) / 2 = 2, h² = 2 · 2 · 2 = 8, S² = 1.
    const state = feedAll(startSelection({ ...GOAL, systems: 2, firstStage: 3 }), [1, 0], [2, 0], [3, 0]);
    expect(state.boundaries![0]![1]).toBeCloseTo(8, 12);
    // Sums differ by 6, the allowance is (8/1 − 1·3)/2 = 2.5: decided.
    expect(state.winner).toBe(0);
  });
  test('refuses the wrong number of values, and goals that cannot be meant', () => {
    expect(() => feedSelection(startSelection(GOAL), [1, 2])).toThrow(/one of each of 5 survivors, got 2/);
    expect(() => startSelection({ ...GOAL, systems: 1 })).toThrow(/^systems/);
    expect(() => startSelection({ ...GOAL, confidence: 0.2 })).toThrow(/^confidence/);
    expect(() => startSelection({ ...GOAL, indifferenceZone: 0 })).toThrow(/^indifferenceZone/);
    expect(() => startSelection({ ...GOAL, firstStage: 1 })).toThrow(/^firstStage/);
  });
});
