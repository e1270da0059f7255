// How long does one simulated day of 200 users take on one core?
import { readFileSync } from 'node:fs';
import { loadLibrary } from '../src/hosts/load-library.ts';
import { parseScenario } from '../src/model/scenario.ts';
import { simulateScenario } from '../src/run/simulate.ts';
import { type Answer, hashOf, medianMilliseconds } from './question.ts';

/** @param users 200 in the benchmark, fewer in its test. */
export function simulatedDay(users: number, runs: number): Answer {
  const office = parseScenario(readFileSync('scenarios/office-200.yaml', 'utf8'), 'office-200.yaml');
  const scenario = {
    ...office,
    workload: { ...office.workload, users },
    run: { ...office.run, replications: 1, warmUpHours: 0 },
  };
  const library = loadLibrary();
  const { milliseconds, result } = medianMilliseconds(runs, () => simulateScenario(scenario, library));
  return { question: `one simulated day of ${users} users`, value: milliseconds, unit: 'ms', hash: hashOf(result) };
}
