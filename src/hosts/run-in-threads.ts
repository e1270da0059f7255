// Runs an experiment on several threads. Replications are made ahead of time, but judged in their order, so that the answer is the same
// to the last bit however many threads there are.
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { ReplicationProgress } from '../sim/experiment.ts';
import { SimulationError } from '../sim/simulation-error.ts';
import { experimentOf, type ReplicationJob } from './replication-job.ts';
import type { ReplicationOutcome } from './replication-worker.ts';

const WORKER = import.meta.url.endsWith('.ts') ? './replication-worker-boot.mjs' : './replication-worker.js';

/**
 * @param threads at least 1. @param onProgress told after every replication that counts.
 * @throws what running it on one thread throws.
 */
export async function runInThreads(
  job: ReplicationJob,
  threads: number,
  onProgress: (progress: ReplicationProgress) => void = () => {},
): Promise<unknown> {
  const experiment = experimentOf(job);
  const pool = new Piscina({
    filename: fileURLToPath(new URL(WORKER, import.meta.url)),
    name: 'replicate',
    workerData: job,
    minThreads: threads,
    maxThreads: threads,
  });
  const records: unknown[] = [];
  const underWay: Promise<ReplicationOutcome>[] = [];
  const end = new AbortController();
  try {
    for (;;) {
      const { stop, total } = experiment.advise(records);
      if (stop) return experiment.answer(records);
      // One more than there are threads, so that none waits for this one.
      while (underWay.length <= threads && records.length + underWay.length < Math.max(total, records.length + 1)) {
        const made = pool.run(records.length + underWay.length, { signal: end.signal });
        made.catch(() => {});
        underWay.push(made as Promise<ReplicationOutcome>);
      }
      const outcome = await underWay.shift()!;
      if ('failed' in outcome) throw new SimulationError(outcome.failed.what, outcome.failed.atSeconds);
      records.push(outcome.record);
      onProgress({ done: records.length, total });
    }
  } finally {
    end.abort();
    await pool.destroy();
  }
}
