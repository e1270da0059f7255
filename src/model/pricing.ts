// What a demand costs at each station of given hardware: mean seconds of service. The simulation and the operational laws both read it.
import type { Demand } from '../pipeline/demand.ts';
import type { MemoryUse } from './cache-hits.ts';
import type { Disks } from './library/disks.ts';
import type { Hardware } from './scenario.ts';

export class Pricing {
  readonly #coreSpeed: number;
  readonly #ssdHitRatio: number;
  readonly #missRatio: number;
  readonly #writeBack: boolean;
  /** Seconds of one operation. */
  readonly #volumeRead: number;
  readonly #volumeWrite: number;
  readonly #destage: number;
  readonly #ssdRead: number;
  readonly #ssdWrite: number;

  constructor({ coreSpeed, volume, ssdCache }: Hardware, disks: Disks, memory: MemoryUse) {
    const drive = disks.drives[volume.drive];
    const cache = disks.drives[ssdCache?.drive ?? 'sataSsd'];
    this.#coreSpeed = coreSpeed;
    this.#ssdHitRatio = memory.ssdCacheHitRatio;
    this.#missRatio = Math.max(0, 1 - memory.pageCacheHitRatio - memory.ssdCacheHitRatio);
    this.#writeBack = ssdCache?.mode === 'read-write';
    this.#volumeRead = 1 / drive.readsPerSecond;
    this.#volumeWrite = disks.raid[volume.raid].writePenalty / drive.writesPerSecond;
    this.#destage = disks.destageOperationsPerWrite * this.#volumeWrite;
    this.#ssdRead = 1 / cache.readsPerSecond;
    this.#ssdWrite = 1 / cache.writesPerSecond;
  }

  cpu({ cpuSeconds }: Demand): number {
    return cpuSeconds / this.#coreSpeed;
  }

  ssdRead({ readOperations }: Demand): number {
    return readOperations * this.#ssdHitRatio * this.#ssdRead;
  }

  volumeRead({ readOperations }: Demand): number {
    return readOperations * this.#missRatio * this.#volumeRead;
  }

  /** Writes that somebody waits for: at the SSD cache if it is a write-back cache, else at the volume. */
  ssdWrite({ writeOperations }: Demand): number {
    return this.#writeBack ? writeOperations * this.#ssdWrite : 0;
  }

  volumeWrite({ writeOperations }: Demand): number {
    return this.#writeBack ? 0 : writeOperations * this.#volumeWrite;
  }

  /** Volume work that follows a write into a write-back cache, and nobody waits for. */
  destage({ writeOperations }: Demand): number {
    return this.#writeBack ? writeOperations * this.#destage : 0;
  }
}
