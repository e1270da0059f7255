// Where a simulation stands, and the result on show. Pure: the worker and the buttons send the events.
import type { SimulationResult } from '../../src/run/result.ts';
import type { ReplicationProgress } from '../../src/sim/experiment.ts';
import { problemText } from '../state/field-problems.ts';
import type { ServerAnswer } from '../state/server-answer.ts';
import type { SimulationNews } from './messages.ts';

/** A result and the server that it is about. */
export interface Outcome {
  readonly server: ServerAnswer;
  readonly result: SimulationResult;
  /** False while only the first replication has been looked at. */
  readonly last: boolean;
}

/** True when a result is about another server than this one. */
export const isEarlier = (outcome: Outcome, server: ServerAnswer): boolean =>
  JSON.stringify(outcome.server.scenario) !== JSON.stringify(server.scenario);

export interface SimulationState {
  readonly phase: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  /** The server under simulation, or the last one that was. */
  readonly server: ServerAnswer | null;
  readonly progress: ReplicationProgress;
  /** Stays on show until a new one comes. */
  readonly outcome: Outcome | null;
  readonly fault: string | null;
}

export type SimulationEvent =
  | { readonly kind: 'started'; readonly server: ServerAnswer }
  | { readonly kind: 'cancelled' }
  | SimulationNews;

export const NO_SIMULATION: SimulationState = {
  phase: 'idle',
  server: null,
  progress: { done: 0, total: 1 },
  outcome: null,
  fault: null,
};

export function simulationAfter(state: SimulationState, event: SimulationEvent): SimulationState {
  switch (event.kind) {
    case 'started':
      return { ...NO_SIMULATION, phase: 'running', server: event.server, outcome: state.outcome };
    case 'cancelled':
      return { ...state, phase: 'cancelled' };
    case 'progress':
      return { ...state, progress: event.progress };
    case 'result': {
      if (state.server === null) return state;
      const outcome = { server: state.server, result: event.result, last: event.last };
      return { ...state, phase: event.last ? 'done' : 'running', outcome };
    }
    case 'refused':
      return { ...state, phase: 'failed', fault: event.problems.map(problemText).join(' ') };
    case 'failed':
      return { ...state, phase: 'failed', fault: event.message };
  }
}
