// What the whole process uses, from its start: the side of the utilisation law that no single message can tell.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DiskUse } from './disk-meter.ts';
import type { ProcessSpan } from './span.ts';

export interface ProcessSampler {
  sample(): ProcessSpan;
  stop(): void;
}

const RESOLUTION_MILLISECONDS = 10;

/** Node measures the whole interval between two looks; a histogram of nothing tells NaN. */
const delayOf = (nanoseconds: number): number =>
  Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MILLISECONDS / 1000) : 0;

/** @param disks every disk that is counted */
export function startProcessSampler(disks: () => Iterable<DiskUse>): ProcessSampler {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS });
  delay.enable();
  return {
    sample() {
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      const used = [...disks()];
      const sum = (of: keyof DiskUse): number => used.reduce((total, use) => total + use[of], 0);
      return {
        kind: 'process',
        upSeconds: process.uptime(),
        cpuSeconds: (user + system) / 1e6,
        rssBytes: rss,
        heapBytes: heapUsed,
        loopDelayMeanSeconds: delayOf(delay.mean),
        loopDelayP99Seconds: delayOf(delay.percentile(99)),
        diskReadBytes: sum('readBytes'),
        diskWrittenBytes: sum('writtenBytes'),
        syncs: sum('syncs'),
        syncSeconds: sum('syncSeconds'),
      };
    },
    stop: () => delay.disable(),
  };
}
