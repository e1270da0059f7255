// A station whose servers are shared by everybody present (egalitarian processor sharing): cores of a processor, or the flows of a link.
// Kept in virtual time, which runs as fast as one customer is served: a customer leaves at the virtual time of arrival plus service,
// whatever happens in between, so an arrival or a departure touches no other customer.
import type { TimeAverage } from '../stats/time-average.ts';
import type { Customer, VisitId } from './customer.ts';
import { Entrance } from './entrance.ts';
import { EventList } from './event-list.ts';
import { type EventId, type Handler, type Kernel, NO_EVENT } from './kernel.ts';
import type { Law } from './laws.ts';
import { SharedService } from './shared-service.ts';
import type { Station } from './station.ts';
import { VisitStatistics } from './visit-statistics.ts';
import { VisitTable } from './visit-table.ts';

export interface SharingOptions {
  /** Servers to share: cores, or 1 for a link whose service seconds are bytes over bandwidth. */
  readonly servers: number;
  /** The most that one customer gets, in servers: 1 for cores. */
  readonly perCustomer?: number;
  readonly room?: number;
  readonly classes?: number;
}

export class SharingStation implements Station, Handler {
  readonly name: string;
  readonly visits: readonly VisitStatistics[];
  readonly #services: readonly SharedService[];
  readonly #kernel: Kernel;
  readonly #perCustomer: number;
  readonly #room: number;
  readonly #entrance = new Entrance();
  readonly #table = new VisitTable();
  /** Visits by the virtual time at which they end, and what each event's visit is. */
  readonly #ends = new EventList();
  readonly #visitOf: VisitId[] = [];
  readonly #presentByClass: number[];
  #servers: number;
  #present = 0;
  /** Virtual time, the real moment of its last reading, and its pace since. */
  #virtual = 0;
  #readAt = 0;
  #pace = 0;
  #next: EventId = NO_EVENT;

  constructor(name: string, kernel: Kernel, options: SharingOptions) {
    const { servers, perCustomer = 1, room = Number.POSITIVE_INFINITY, classes = 1 } = options;
    this.name = name;
    this.visits = Array.from({ length: classes }, () => new VisitStatistics());
    this.#services = Array.from({ length: classes }, () => new SharedService());
    this.#presentByClass = new Array<number>(classes).fill(0);
    this.#kernel = kernel;
    this.#servers = servers;
    this.#perCustomer = perCustomer;
    this.#room = room;
  }

  get servers(): number {
    return this.#servers;
  }

  get present(): number {
    return this.#present;
  }

  get isFull(): boolean {
    return this.#present >= this.#room;
  }

  /** Service begins at once, so there is no patience to lose. */
  arrive(customer: Customer, serviceSeconds: number, cls = 0): boolean {
    if (this.isFull) {
      this.visits[cls]!.refused += 1;
      return false;
    }
    const { now } = this.#kernel;
    this.visits[cls]!.arrived(now);
    this.#advance(now);
    const visit = this.#table.open(customer, cls, serviceSeconds, now);
    const end = this.#ends.push(this.#virtual + serviceSeconds);
    this.#visitOf[end] = visit;
    this.#services[cls]!.asked(serviceSeconds, this.#virtual);
    this.#presentByClass[cls]! += 1;
    this.#present += 1;
    this.#share(now);
    return true;
  }

  /** The next visit ends: the kernel's event. */
  handle(): void {
    const { now } = this.#kernel;
    this.#next = NO_EVENT;
    this.#advance(now);
    this.#virtual = this.#ends.nextTime;
    const visit = this.#visitOf[this.#ends.pop()]!;
    const table = this.#table;
    const cls = table.classes[visit]!;
    const customer = table.customers[visit]!;
    this.visits[cls]!.departed(table.arrivedAt[visit]!, now);
    this.visits[cls]!.waiting.record(Math.max(0, now - table.arrivedAt[visit]! - table.serviceSeconds[visit]!));
    this.#services[cls]!.done(this.#virtual);
    table.close(visit);
    this.#presentByClass[cls]! -= 1;
    this.#present -= 1;
    this.#share(now);
    if (this.#entrance.isAwaited) this.#entrance.admitOne();
    customer.served(visit);
  }

  /** Customers leave by themselves: this station never holds them. */
  leave(): never {
    throw new Error(`${this.name} does not hold its customers`);
  }

  whenRoom(enter: () => void): void {
    this.#entrance.waitOutside(enter);
  }

  setServers(servers: number): void {
    const { now } = this.#kernel;
    this.#advance(now);
    this.#servers = servers;
    this.#share(now);
  }

  busy(cls: number): TimeAverage {
    return this.#services[cls]!.busy;
  }

  resetAt(now: number): void {
    this.#advance(now);
    for (const visits of this.visits) visits.resetAt(now);
    for (const service of this.#services) service.resetAt(now, this.#virtual);
  }

  brokenLaw(now: number): Law | null {
    this.#advance(now);
    for (const visits of this.visits) {
      const law = visits.brokenLaw(now);
      if (law !== null) return law;
    }
    return this.#services.some((service) => service.isBroken(now, this.#virtual)) ? 'utilisationLaw' : null;
  }

  #advance(now: number): void {
    this.#virtual += (now - this.#readAt) * this.#pace;
    this.#readAt = now;
  }

  /** Deals the servers out anew and looks when the next visit ends. */
  #share(now: number): void {
    const present = this.#present;
    this.#pace = present === 0 ? 0 : Math.min(this.#perCustomer, this.#servers / present);
    for (let cls = 0; cls < this.#services.length; cls += 1) {
      this.#services[cls]!.level(this.#presentByClass[cls]! * this.#pace, now);
    }
    if (this.#next !== NO_EVENT) this.#kernel.cancel(this.#next);
    this.#next = NO_EVENT;
    if (present === 0) this.#restart();
    else if (this.#pace > 0) {
      const left = Math.max(0, this.#ends.nextTime - this.#virtual) / this.#pace;
      this.#next = this.#kernel.schedule(left, this);
    }
  }

  /** Nobody is here: virtual time starts again from zero, so that it never grows too large to be exact. */
  #restart(): void {
    for (const service of this.#services) service.rebase(this.#virtual);
    this.#virtual = 0;
  }
}
