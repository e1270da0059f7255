// A worker thread that simulates one scenario and ends. Knows nothing of who asked; an error it does not expect ends the thread.
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../core/problem.ts';
import { simulateScenario } from '../run/simulate.ts';
import { SimulationError } from '../sim/simulation-error.ts';
import type { WorkerInput, WorkerMessage } from './worker-message.ts';

function errorMessage(error: unknown): WorkerMessage {
  if (error instanceof InputError) return { kind: 'badInput', problems: error.problems };
  if (error instanceof SimulationError) return { kind: 'failed', message: error.message };
  throw error;
}

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

const { scenario, library } = workerData as WorkerInput;
try {
  const result = simulateScenario(scenario, library, (progress) => say({ kind: 'progress', ...progress }));
  say({ kind: 'result', json: JSON.stringify(result) });
} catch (error) {
  say(errorMessage(error));
}
