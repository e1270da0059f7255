// One simulation at a time, in a worker of its own. Cancelling ends the worker: the model itself knows no interruption.
import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { ModelLibrary } from '../../src/run/library.ts';
import type { ServerAnswer } from '../state/server-answer.ts';
import type { SimulationNews, SimulationOrder } from './messages.ts';
import { NO_SIMULATION, type SimulationState, simulationAfter } from './simulation-state.ts';

export interface SimulationControl {
  readonly state: SimulationState;
  readonly start: (server: ServerAnswer) => void;
  readonly cancel: () => void;
}

export function useSimulation(library: ModelLibrary): SimulationControl {
  const [state, tell] = useReducer(simulationAfter, NO_SIMULATION);
  const worker = useRef<Worker | null>(null);
  const stop = (): void => {
    worker.current?.terminate();
    worker.current = null;
  };
  useEffect(() => stop, []);

  const start = (server: ServerAnswer): void => {
    stop();
    // Named from the document: bundled modules may lie deeper than the worker's file.
    const started = new Worker(new URL('simulation-worker.js', document.baseURI), { type: 'module' });
    worker.current = started;
    started.addEventListener('message', ({ data }: MessageEvent<SimulationNews>) => {
      // What an ended worker had already posted may still arrive.
      if (worker.current !== started) return;
      tell(data);
      const over = data.kind === 'result' ? data.last : data.kind !== 'progress';
      if (over) stop();
    });
    started.addEventListener('error', ({ message }) => {
      if (worker.current !== started) return;
      tell({ kind: 'failed', message: message || 'The simulation could not be started.' });
      stop();
    });
    const order: SimulationOrder = { scenario: server.scenario, library };
    started.postMessage(order);
    tell({ kind: 'started', server });
  };

  const cancel = (): void => {
    stop();
    tell({ kind: 'cancelled' });
  };

  return { state, start, cancel };
}
