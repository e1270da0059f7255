// A scenario with the library, run: all replications, one after another, and summed up. Synchronous and pure.

import { nearest } from '../config/validate.ts';
import { InputError } from '../core/problem.ts';
import { memoryUse } from '../model/cache-hits.ts';
import { type ReplicationInput, replicate } from '../model/replicate.ts';
import type { ReplicationRecord } from '../model/replication-record.ts';
import type { Scenario } from '../model/scenario.ts';
import { type Experiment, type ReplicationProgress, runExperiment } from '../sim/experiment.ts';
import { volumeFor } from '../sizing/volume.ts';
import { boundsOf } from './bounds.ts';
import type { ModelLibrary } from './library.ts';
import type { SimulationResult } from './result.ts';
import { summarise } from './summarise.ts';

function pick<T>(items: Readonly<Record<string, T>>, name: string, path: string): T {
  const item = Object.hasOwn(items, name) ? items[name] : undefined;
  if (item !== undefined) return item;
  const names = Object.keys(items);
  const near = nearest(name, names);
  const hint = near ? `Did you mean "${near}"?` : 'Choose one of those.';
  throw new InputError('scenario', [{ path, got: JSON.stringify(name), wanted: names.join(' or '), hint }]);
}

/** Everything a replication needs, looked up and checked. @throws InputError on names or sizes that do not fit. */
export function prepare(scenario: Scenario, library: ModelLibrary): ReplicationInput {
  const { hardware, configuration } = scenario;
  const workload = pick(library.workloads, scenario.workload.profile, 'workload.profile');
  const platform = pick(library.platforms, scenario.platform, 'platform');
  const { minDrives } = library.disks.raid[hardware.volume.raid];
  if (hardware.volume.drives < minDrives) {
    const wanted = `at least ${minDrives} drives for ${hardware.volume.raid}`;
    const got = String(hardware.volume.drives);
    throw new InputError('scenario', [
      { path: 'hardware.volume.drives', got, wanted, hint: 'Add drives, or choose another level.' },
    ]);
  }
  const { users, mailsPerUserPerDay, meanMessageBytes, yearsKept: years } = scenario.workload;
  const stored = volumeFor({ users, mailsPerUserPerDay, meanMessageBytes, years }, library.guide).bytes;
  const memory = memoryUse(hardware, platform, workload, configuration.stages, stored);
  return { scenario, workload, platform, disks: library.disks, memory };
}

/** A scenario as an experiment. @throws InputError on a scenario that does not fit the library. */
export function scenarioExperiment(
  scenario: Scenario,
  library: ModelLibrary,
): Experiment<ReplicationRecord, SimulationResult> {
  const input = prepare(scenario, library);
  const total = scenario.run.replications;
  return {
    replicate: (number) => replicate(input, number),
    advise: ({ length }) => ({ stop: length >= total, total }),
    answer: (records) => summarise(scenario, input.platform.ceiling, input.memory, boundsOf(input), records),
  };
}

/**
 * Simulates a scenario.
 * @param onProgress told after every replication.
 * @throws InputError on a scenario that does not fit the library; SimulationError when a run fails its own checks.
 */
export const simulateScenario = (
  scenario: Scenario,
  library: ModelLibrary,
  onProgress?: (progress: ReplicationProgress) => void,
): SimulationResult => runExperiment(scenarioExperiment(scenario, library), onProgress);
