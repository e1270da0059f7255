// A worker thread that makes replications of one job, each when it is asked for. Knows nothing of who asks.
import { workerData } from 'node:worker_threads';
import { SimulationError } from '../sim/simulation-error.ts';
import { experimentOf, type ReplicationJob } from './replication-job.ts';

/** Errors lose their class on the way between threads: this one keeps what makes it. */
export type ReplicationOutcome =
  | { readonly record: unknown }
  | { readonly failed: { readonly what: string; readonly atSeconds: number } };

const experiment = experimentOf(workerData as ReplicationJob);

export function replicate(number: number): ReplicationOutcome {
  try {
    return { record: experiment.replicate(number) };
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    return { failed: { what: error.what, atSeconds: error.atSeconds } };
  }
}
