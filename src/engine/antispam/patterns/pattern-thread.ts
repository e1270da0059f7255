// The thread in which rules and keyword expressions of people run, so that none of them can hold the server up.
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { MatchJob, ThreadInput, ThreadMessage } from './pattern-job.ts';
import { createPatternRunner } from './run-patterns.ts';

// Where backtracking gets out of hand, V8 goes on in time linear in the text. It has to be told before an expression is compiled.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
// Its default is 50,000, at which two of SpamAssassin's own rules fall back on honest mail and take 50 ms instead of 5 [M].
setFlagsFromString('--regexp-backtracks-before-fallback=500000');

const { watch, ...set } = workerData as ThreadInput;
const say = (message: ThreadMessage): void => parentPort?.postMessage(message);

const entering = (number: number): void => {
  Atomics.store(watch, 0, number + 1);
  Atomics.add(watch, 1, 1);
};

const runner = createPatternRunner(set);
say({ kind: 'ready', report: runner.report, names: runner.names });
parentPort?.on('message', (job: MatchJob) => {
  try {
    say({ kind: 'matched', result: runner.run(job, entering) });
  } catch (error) {
    say({ kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    entering(-1);
  }
});
