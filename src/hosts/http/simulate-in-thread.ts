// One simulation in a thread of its own, with a limit on its time. The thread is gone when the promise settles.
import { InputError } from '../../core/problem.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { startWorker } from '../start-worker.ts';
import type { WorkerInput, WorkerMessage } from '../worker-message.ts';
import type { HttpLimits } from './limits.ts';
import { tooMuchWork } from './too-much-work.ts';

type Limits = Pick<HttpLimits, 'simulationSeconds' | 'simulationHeapMib'>;

const isOutOfMemory = (error: NodeJS.ErrnoException): boolean => error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/**
 * @returns the result as JSON text.
 * @throws InputError on names or sizes that do not fit the library; HttpProblem past a limit, and when the run fails its own
 * checks; the signal's reason when it is aborted.
 */
export async function simulateInThread(input: WorkerInput, limits: Limits, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { simulationSeconds, simulationHeapMib } = limits;
  const { replications } = input.scenario.run;
  const worker = startWorker(input, simulationHeapMib);
  let done = 0;
  let timer: NodeJS.Timeout | undefined;
  const outcome = new Promise<string>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') done = message.done;
      else if (message.kind === 'result') resolve(message.json);
      else if (message.kind === 'badInput') reject(new InputError('body', message.problems));
      else reject(new HttpProblem(500, message.message));
    });
    worker.once('error', (error) => {
      const got = `a simulation that needs more than ${simulationHeapMib} MiB`;
      reject(isOutOfMemory(error) ? tooMuchWork(got, `at most ${simulationHeapMib} MiB`) : error);
    });
    worker.once('exit', (code) => reject(new Error(`a simulating thread ended with ${code} and no result`)));
    timer = setTimeout(() => {
      const how = `${done} of ${replications} replication${replications === 1 ? '' : 's'} done`;
      reject(
        new HttpProblem(
          504,
          `Stopped after ${simulationSeconds} s with ${how}. Ask for less, or use the command line.`,
        ),
      );
    }, simulationSeconds * 1000);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await outcome;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
