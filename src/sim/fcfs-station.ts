// A station with c servers, first come first served. Visits are records that are used again; nothing is allocated in the long run.
import type { Handler, Kernel } from './kernel.ts';
import { StationStatistics } from './station-statistics.ts';

/** Somebody who queues at stations. */
export interface Customer {
  /** The service asked for is done. */
  served(): void;
}

interface Visit {
  customer: Customer;
  serviceSeconds: number;
  arrivedAt: number;
  startedAt: number;
}

export class FcfsStation implements Handler<Visit> {
  readonly name: string;
  readonly servers: number;
  readonly statistics = new StationStatistics();
  readonly #kernel: Kernel;
  readonly #room: number;
  /** Waiting visits: a ring that grows. */
  #ring: (Visit | undefined)[] = new Array<Visit | undefined>(64);
  #head = 0;
  #waiting = 0;
  #busy = 0;
  readonly #spare: Visit[] = [];

  /** @param room customers that may be here at once, in service and waiting. */
  constructor(name: string, kernel: Kernel, servers: number, room = Number.POSITIVE_INFINITY) {
    this.name = name;
    this.servers = servers;
    this.#kernel = kernel;
    this.#room = room;
  }

  /** Somebody comes for `serviceSeconds` of one server. @returns false, and nothing else happens, when there is no room. */
  arrive(customer: Customer, serviceSeconds: number): boolean {
    const { now } = this.#kernel;
    if (this.#busy + this.#waiting >= this.#room) {
      this.statistics.blocked += 1;
      return false;
    }
    this.statistics.arrived(now);
    const visit = this.#spare.pop() ?? { customer, serviceSeconds, arrivedAt: now, startedAt: now };
    visit.customer = customer;
    visit.serviceSeconds = serviceSeconds;
    visit.arrivedAt = now;
    if (this.#busy < this.servers) this.#start(visit);
    else this.#enqueue(visit);
    return true;
  }

  /** A service ends: the kernel's event. */
  handle(visit: Visit): void {
    this.#busy -= 1;
    this.statistics.departed(visit.arrivedAt, visit.startedAt, this.#kernel.now);
    const { customer } = visit;
    this.#spare.push(visit);
    if (this.#waiting > 0) this.#start(this.#dequeue());
    customer.served();
  }

  #start(visit: Visit): void {
    this.#busy += 1;
    visit.startedAt = this.#kernel.now;
    this.statistics.started(visit.arrivedAt, visit.startedAt);
    this.#kernel.schedule(visit.serviceSeconds, this, visit);
  }

  #enqueue(visit: Visit): void {
    if (this.#waiting === this.#ring.length) {
      const tail = this.#ring.slice(0, this.#head);
      this.#ring = [...this.#ring.slice(this.#head), ...tail, ...new Array<undefined>(this.#ring.length)];
      this.#head = 0;
    }
    this.#ring[(this.#head + this.#waiting) % this.#ring.length] = visit;
    this.#waiting += 1;
  }

  #dequeue(): Visit {
    const visit = this.#ring[this.#head];
    if (!visit) throw new Error(`${this.name}: the queue lost a visit`);
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) % this.#ring.length;
    this.#waiting -= 1;
    return visit;
  }
}
