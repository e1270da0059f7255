// A Markov chain told by its moves: finds the states that can be reached, then solves it. Knows no model.
import { fault, refuse } from '../guard.ts';
import { solveMarkovChain } from './solve-markov-chain.ts';

/** A state is a short list of whole numbers, e.g. customers at each station. */
export type State = readonly number[];

export interface Move {
  readonly to: State;
  readonly ratePerSecond: number;
}

export interface LikelyState {
  readonly state: State;
  readonly probability: number;
}

/** Elimination takes about a second at this size. */
const MOST_STATES = 1500;

/**
 * The stationary law over every state that can be reached from `start`, which must be reachable again from all of them.
 * Breadth first, then Grassmann, Taksar and Heyman (see `solveMarkovChain`).
 * @param movesFrom the moves out of a state; moves of rate 0 are left out.
 * @throws InputError when there are more than 1500 states, or no way back to the start.
 */
export function stationaryLaw(start: State, movesFrom: (state: State) => readonly Move[]): LikelyState[] {
  const states = [start];
  const numbers = new Map([[start.join(), 0]]);
  const found: { from: number; to: number; rate: number }[] = [];
  for (let from = 0; from < states.length; from += 1) {
    for (const { to, ratePerSecond } of movesFrom(states[from]!)) {
      if (ratePerSecond === 0) continue;
      const key = to.join();
      if (!numbers.has(key)) {
        numbers.set(key, states.length);
        states.push(to);
        if (states.length > MOST_STATES) refuse([fault('states', `more than ${MOST_STATES}`, 'a smaller chain')]);
      }
      found.push({ from, to: numbers.get(key)!, rate: ratePerSecond });
    }
  }
  const rates = states.map(() => new Array<number>(states.length).fill(0));
  for (const { from, to, rate } of found) rates[from]![to]! += rate;
  const law = solveMarkovChain(rates);
  return states.map((state, index) => ({ state, probability: law[index]! }));
}
