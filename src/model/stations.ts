// The stations of the server: cores, volume, SSD cache, DNS. They turn a demand into visits, one after another.
import type { RandomStream } from '../core/random.ts';
import type { Demand } from '../pipeline/demand.ts';
import { delayStation } from '../sim/delay-station.ts';
import { type Customer, FcfsStation } from '../sim/fcfs-station.ts';
import type { Kernel } from '../sim/kernel.ts';
import { exponential } from '../stats/distributions/exponential.ts';
import type { MemoryUse } from './cache-hits.ts';
import type { DnsDelay } from './dns-delay.ts';
import type { Disks } from './library/disks.ts';
import type { Spender } from './phase-run.ts';
import type { Hardware } from './scenario.ts';

export const STATION_TITLES = {
  cpu: 'Processor cores',
  volume: 'Volume (disks)',
  ssdCache: 'SSD cache',
  dns: 'DNS',
} as const;
export type StationName = keyof typeof STATION_TITLES;
export const STATION_NAMES = Object.keys(STATION_TITLES) as readonly StationName[];

/** Seconds of service that one operation costs at volume and SSD cache. */
interface DiskService {
  readonly volumeRead: number;
  readonly volumeWrite: number;
  readonly ssdRead: number;
  readonly ssdWrite: number;
  /** Volume seconds that follow a write into a write-back cache. */
  readonly destage: number;
}

/** One demand under way: the parts still to be spent. */
class Errand implements Customer {
  readonly #stations: Stations;
  customer: Customer | null = null;
  demand: Demand | null = null;
  step = 0;

  constructor(stations: Stations) {
    this.#stations = stations;
  }

  served(): void {
    this.#stations.go(this);
  }
}

const NOBODY: Customer = { served: () => {} };

export class Stations implements Spender {
  readonly all: Readonly<Record<StationName, FcfsStation>>;
  readonly #coreSpeed: number;
  readonly #service: DiskService;
  readonly #writeBack: boolean;
  readonly #memory: MemoryUse;
  readonly #dnsDelay: DnsDelay;
  readonly #random: { readonly dns: RandomStream; readonly disk: RandomStream };
  readonly #spare: Errand[] = [];

  constructor(
    kernel: Kernel,
    hardware: Hardware,
    disks: Disks,
    memory: MemoryUse,
    dnsDelay: DnsDelay,
    random: { readonly dns: RandomStream; readonly disk: RandomStream },
  ) {
    const { volume, ssdCache, cores, coreSpeed } = hardware;
    const drive = disks.drives[volume.drive];
    const { writePenalty } = disks.raid[volume.raid];
    const cache = disks.drives[ssdCache?.drive ?? 'sataSsd'];
    this.all = {
      cpu: new FcfsStation('cpu', kernel, cores),
      volume: new FcfsStation('volume', kernel, volume.drives),
      ssdCache: new FcfsStation('ssdCache', kernel, ssdCache ? 1 : 0),
      dns: delayStation('dns', kernel),
    };
    this.#coreSpeed = coreSpeed;
    this.#memory = memory;
    this.#dnsDelay = dnsDelay;
    this.#random = random;
    this.#writeBack = ssdCache?.mode === 'read-write';
    this.#service = {
      volumeRead: 1 / drive.readsPerSecond,
      volumeWrite: writePenalty / drive.writesPerSecond,
      ssdRead: 1 / cache.readsPerSecond,
      ssdWrite: 1 / cache.writesPerSecond,
      destage: (disks.destageOperationsPerWrite * writePenalty) / drive.writesPerSecond,
    };
  }

  spend(demand: Demand, customer: Customer): void {
    const errand = this.#spare.pop() ?? new Errand(this);
    errand.customer = customer;
    errand.demand = demand;
    errand.step = 0;
    this.go(errand);
  }

  /** The next part of a demand: DNS, cores, reads of the SSD cache, reads of the volume, writes; then the customer goes on. */
  go(errand: Errand): void {
    const { demand, customer } = errand;
    if (demand === null || customer === null) throw new Error('an errand of nobody');
    while (errand.step < 5) {
      const step = errand.step;
      errand.step += 1;
      if (this.#visit(step, demand, errand)) return;
    }
    errand.customer = null;
    errand.demand = null;
    this.#spare.push(errand);
    customer.served();
  }

  /** Starts one part. @returns false when the demand has none of it. */
  #visit(step: number, demand: Demand, errand: Errand): boolean {
    const { readOperations: reads, writeOperations: writes } = demand;
    const { pageCacheHitRatio, ssdCacheHitRatio } = this.#memory;
    const service = this.#service;
    switch (step) {
      case 0:
        return this.#arrive('dns', this.#dnsSeconds(demand), errand);
      case 1:
        return this.#arrive('cpu', demand.cpuSeconds / this.#coreSpeed, errand);
      case 2:
        return this.#arrive('ssdCache', this.#vary(reads * ssdCacheHitRatio * service.ssdRead), errand);
      case 3:
        return this.#arrive(
          'volume',
          this.#vary(reads * (1 - pageCacheHitRatio - ssdCacheHitRatio) * service.volumeRead),
          errand,
        );
      default:
        if (!this.#writeBack) return this.#arrive('volume', this.#vary(writes * service.volumeWrite), errand);
        if (writes > 0) this.all.volume.arrive(NOBODY, this.#vary(writes * service.destage));
        return this.#arrive('ssdCache', this.#vary(writes * service.ssdWrite), errand);
    }
  }

  #arrive(name: StationName, seconds: number, errand: Errand): boolean {
    return seconds > 0 && this.all[name].arrive(errand, seconds);
  }

  #dnsSeconds({ dnsRounds, dnsParallel }: Demand): number {
    let seconds = 0;
    for (let round = 0; round < dnsRounds; round += 1) seconds += this.#dnsDelay.draw(dnsParallel, this.#random.dns);
    return seconds;
  }

  /** Disk service times vary as exponential ones do [A]: seeks and queues inside the drive are not modelled one by one. */
  #vary(meanSeconds: number): number {
    return meanSeconds > 0 ? exponential(meanSeconds, this.#random.disk) : 0;
  }
}
