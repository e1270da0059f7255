// The stations of the server: cores, volume, SSD cache, DNS. They turn a demand into visits, one after another.
import type { RandomStream } from '../core/random.ts';
import type { Demand } from '../pipeline/demand.ts';
import type { Customer } from '../sim/customer.ts';
import type { Kernel } from '../sim/kernel.ts';
import { QueueStation } from '../sim/queue-station.ts';
import type { Station } from '../sim/station.ts';
import { exponential } from '../stats/distributions/exponential.ts';
import type { DnsDelay } from './dns-delay.ts';
import type { Bearer, Spender } from './phase-run.ts';
import type { Pricing } from './pricing.ts';
import type { Hardware } from './scenario.ts';

export const STATION_TITLES = {
  cpu: 'Processor cores',
  volume: 'Volume (disks)',
  ssdCache: 'SSD cache',
  dns: 'DNS',
} as const;
export type StationName = keyof typeof STATION_TITLES;
export const STATION_NAMES = Object.keys(STATION_TITLES) as readonly StationName[];

/** One demand under way: the parts still to be spent. */
class Errand implements Customer {
  readonly #stations: Stations;
  bearer: Bearer | null = null;
  demand: Demand | null = null;
  step = 0;

  constructor(stations: Stations) {
    this.#stations = stations;
  }

  served(): void {
    this.#stations.go(this);
  }
}

/** Parts of a demand, each at one station. */
const PARTS = 6;

const NOBODY: Customer = { served: () => {} };

export class Stations implements Spender {
  readonly all: Readonly<Record<StationName, Station>>;
  readonly #pricing: Pricing;
  readonly #dnsDelay: DnsDelay;
  readonly #random: { readonly dns: RandomStream; readonly disk: RandomStream };
  readonly #spare: Errand[] = [];

  constructor(
    kernel: Kernel,
    hardware: Hardware,
    pricing: Pricing,
    dnsDelay: DnsDelay,
    random: { readonly dns: RandomStream; readonly disk: RandomStream },
  ) {
    const { volume, ssdCache, cores } = hardware;
    this.all = {
      cpu: new QueueStation('cpu', kernel, { servers: cores }),
      volume: new QueueStation('volume', kernel, { servers: volume.drives }),
      ssdCache: new QueueStation('ssdCache', kernel, { servers: ssdCache ? 1 : 0 }),
      dns: new QueueStation('dns', kernel, { servers: Number.POSITIVE_INFINITY }),
    };
    this.#pricing = pricing;
    this.#dnsDelay = dnsDelay;
    this.#random = random;
  }

  spend(demand: Demand, bearer: Bearer): void {
    const errand = this.#spare.pop() ?? new Errand(this);
    errand.bearer = bearer;
    errand.demand = demand;
    errand.step = 0;
    this.go(errand);
  }

  /** The next part of a demand: DNS, cores, reads of the SSD cache, reads of the volume, writes; then the customer goes on. */
  go(errand: Errand): void {
    const { demand, bearer } = errand;
    if (demand === null || bearer === null) throw new Error('an errand of nobody');
    while (errand.step < PARTS) {
      const step = errand.step;
      errand.step += 1;
      if (this.#visit(step, demand, errand)) return;
    }
    errand.bearer = null;
    errand.demand = null;
    this.#spare.push(errand);
    bearer.spent();
  }

  /** Starts one part. @returns false when the demand has none of it. */
  #visit(step: number, demand: Demand, errand: Errand): boolean {
    const pricing = this.#pricing;
    switch (step) {
      case 0:
        return this.#arrive('dns', this.#dnsSeconds(demand), errand);
      case 1:
        return this.#arrive('cpu', pricing.cpu(demand), errand);
      case 2:
        return this.#arrive('ssdCache', this.#vary(pricing.ssdRead(demand)), errand);
      case 3:
        return this.#arrive('volume', this.#vary(pricing.volumeRead(demand)), errand);
      case 4:
        this.#arrive('volume', this.#vary(pricing.destage(demand)), NOBODY);
        return this.#arrive('ssdCache', this.#vary(pricing.ssdWrite(demand)), errand);
      default:
        return this.#arrive('volume', this.#vary(pricing.volumeWrite(demand)), errand);
    }
  }

  #arrive(name: StationName, seconds: number, customer: Customer): boolean {
    return seconds > 0 && this.all[name].arrive(customer, seconds);
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
