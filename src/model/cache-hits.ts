// Where memory goes, and how often a read is answered by the page cache, the SSD cache, or the disks.
import type { ServerConfiguration } from '../config/schema.ts';
import { InputError } from '../core/problem.ts';
import { cheHitRatio } from '../sim/che.ts';
import type { Platform } from './library/platform.ts';
import type { Workload } from './library/workload.ts';
import type { Hardware } from './scenario.ts';

export interface MemoryUse {
  readonly ramBytes: number;
  readonly residentBytes: number;
  readonly pageCacheBytes: number;
  readonly storedBytes: number;
  /** Shares of all reads. What is left goes to the disks. */
  readonly pageCacheHitRatio: number;
  readonly ssdCacheHitRatio: number;
}

/**
 * Programs first, the page cache is what they leave. The page cache answers what it can, the SSD cache sees its misses; as LRU caches
 * of one stream of requests they hold together what one cache of their total size would hold [A: inclusive caches hold a little less].
 * @throws InputError when the programs alone need more memory than there is.
 */
export function memoryUse(
  hardware: Hardware,
  platform: Platform,
  workload: Workload,
  stages: ServerConfiguration['stages'],
  storedBytes: number,
): MemoryUse {
  const { residentBytes: resident } = platform.memory;
  const residentBytes =
    resident.system +
    (stages.antivirus.enabled ? resident.antivirus : 0) +
    (stages.antispam.enabled ? resident.antispam : 0);
  const { ramBytes, ssdCache } = hardware;
  if (residentBytes > ramBytes) {
    const wanted = `at least ${Math.ceil(residentBytes)} bytes, which the programs alone need`;
    const hint = 'Give the server more memory, or switch antivirus or antispam off.';
    throw new InputError('scenario', [{ path: 'hardware.ramBytes', got: String(ramBytes), wanted, hint }]);
  }
  const pageCacheBytes = ramBytes - residentBytes;
  const hits = (bytes: number): number => (storedBytes > 0 ? cheHitRatio(workload.access, bytes / storedBytes) : 1);
  const pageCacheHitRatio = hits(pageCacheBytes);
  const both = ssdCache ? hits(pageCacheBytes + ssdCache.usableBytes) : pageCacheHitRatio;
  return {
    ramBytes,
    residentBytes,
    pageCacheBytes,
    storedBytes,
    pageCacheHitRatio,
    ssdCacheHitRatio: both - pageCacheHitRatio,
  };
}
