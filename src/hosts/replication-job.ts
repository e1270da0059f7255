// What is to be replicated, as plain data that can be handed to a thread.
import type { Scenario } from '../model/scenario.ts';
import type { WarmUp } from '../network/find-warm-up.ts';
import type { Network } from '../network/schema.ts';
import { networkExperiment } from '../network/simulate-network.ts';
import type { ModelLibrary } from '../run/library.ts';
import { scenarioExperiment } from '../run/simulate.ts';
import type { Experiment } from '../sim/experiment.ts';

export type ReplicationJob =
  | { readonly kind: 'scenario'; readonly scenario: Scenario; readonly library: ModelLibrary }
  | { readonly kind: 'network'; readonly network: Network; readonly warmUp: WarmUp };

/** @throws InputError when its parts do not fit together. */
export const experimentOf = (job: ReplicationJob): Experiment<unknown, unknown> =>
  (job.kind === 'scenario'
    ? scenarioExperiment(job.scenario, job.library)
    : networkExperiment(job.network, job.warmUp)) as Experiment<unknown, unknown>;
