// A simulation that shows something soon: one replication first, then all of them. The last result is what `simulateScenario` gives.
import { InputError } from '../../src/core/problem.ts';
import { simulateScenario } from '../../src/run/simulate.ts';
import type { SimulationNews, SimulationOrder } from './messages.ts';

/** Tells the news of a simulation as it goes on; never throws. Progress counts the replication of the first look too. */
export function simulateInSteps({ scenario, library }: SimulationOrder, tell: (news: SimulationNews) => void): void {
  const { run } = scenario;
  const counts = run.replications > 1 ? [1, run.replications] : [run.replications];
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  try {
    for (const [step, replications] of counts.entries()) {
      const result = simulateScenario({ ...scenario, run: { ...run, replications } }, library, () => {
        done += 1;
        tell({ kind: 'progress', progress: { done, total } });
      });
      tell({ kind: 'result', result, last: step === counts.length - 1 });
    }
  } catch (error) {
    if (error instanceof InputError) tell({ kind: 'refused', problems: error.problems });
    else tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
