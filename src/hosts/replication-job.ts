// What is to be replicated, as plain data that can be handed to a thread.
import type { Scenario } from '../model/scenario.ts';
import type { ModelLibrary } from '../run/library.ts';
import { scenarioExperiment } from '../run/simulate.ts';
import type { Experiment } from '../sim/experiment.ts';

export interface ReplicationJob {
  readonly kind: 'scenario';
  readonly scenario: Scenario;
  readonly library: ModelLibrary;
}

/** @throws InputError when its parts do not fit together. */
export const experimentOf = ({ scenario, library }: ReplicationJob): Experiment<unknown, unknown> =>
  scenarioExperiment(scenario, library) as Experiment<unknown, unknown>;
