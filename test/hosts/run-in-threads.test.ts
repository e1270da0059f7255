import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadLibrary } from '../../src/hosts/load-library.ts';
import { runInThreads } from '../../src/hosts/run-in-threads.ts';
import { parseScenario } from '../../src/model/scenario.ts';
import { simulateScenario } from '../../src/run/simulate.ts';
import { SimulationError } from '../../src/sim/simulation-error.ts';

const office = parseScenario(readFileSync('scenarios/office-200.yaml', 'utf8'), 'office-200.yaml');
const library = loadLibrary();
const scenario = { ...office, workload: { ...office.workload, users: 20 }, run: { ...office.run, replications: 5 } };

describe('replications on threads', () => {
  const alone = JSON.stringify(simulateScenario(scenario, library));

  test.each([1, 2])('%i of them give the bytes that none gives', async (threads) => {
    const done: number[] = [];
    const answer = await runInThreads({ kind: 'scenario', scenario, library }, threads, (progress) =>
      done.push(progress.done),
    );
    expect(JSON.stringify(answer)).toBe(alone);
    expect(done).toEqual([1, 2, 3, 4, 5]);
  });

  test('a replication that fails ends the run with its own error', async () => {
    const short = { ...scenario, run: { ...scenario.run, maxEvents: 1000 } };
    const job = { kind: 'scenario', scenario: short, library } as const;
    const error = await runInThreads(job, 2).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SimulationError);
    expect(String(error)).toMatch(/seed "1", replication 0: more than 1000 events \(at [\d.]+ simulated seconds\)$/);
  });
});
