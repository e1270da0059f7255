// How long does one simulated day take on one core?
import { readFileSync } from 'node:fs';
import { loadLibrary } from '../src/hosts/load-library.ts';
import { parseScenario } from '../src/model/scenario.ts';
import type { SimulationResult } from '../src/run/result.ts';
import { simulateScenario } from '../src/run/simulate.ts';

/** A day of so many users of scenarios/office-200.yaml, once. */
export function simulatedDay(users: number): SimulationResult {
  const office = parseScenario(readFileSync('scenarios/office-200.yaml', 'utf8'), 'office-200.yaml');
  const run = { ...office.run, replications: 1, warmUpHours: 0 };
  return simulateScenario({ ...office, workload: { ...office.workload, users }, run }, loadLibrary());
}
