// Starts the thread of worker.ts: through its boot file in a checkout, from the bundle beside this one in a published package.
import { Worker } from 'node:worker_threads';
import type { WorkerInput } from './worker-message.ts';

const ENTRY = import.meta.url.endsWith('.ts') ? './worker-boot.mjs' : './worker.js';

/** @param maxHeapMib the thread, and it alone, ends with ERR_WORKER_OUT_OF_MEMORY past this. */
export const startWorker = (input: WorkerInput, maxHeapMib: number): Worker =>
  new Worker(new URL(ENTRY, import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMib },
  });
