// A station with c servers where customers have priorities, and service may be interrupted: by a customer of higher priority, by the
// newest customer (last come first served), or because a server is lost. What was interrupted is resumed, not begun again.
import type { TimeAverage } from '../stats/time-average.ts';
import type { Customer, VisitId } from './customer.ts';
import { Entrance } from './entrance.ts';
import { type Handler, type Kernel, NO_EVENT } from './kernel.ts';
import type { Law } from './laws.ts';
import { ServiceStatistics } from './service-statistics.ts';
import type { Station } from './station.ts';
import { VisitStatistics } from './visit-statistics.ts';
import { NO_VISIT, VisitTable } from './visit-table.ts';
import { WaitingLine } from './waiting-line.ts';

export interface PriorityOptions {
  readonly servers: number;
  /** Priority of each workload class: 0 goes first. Its length is the number of classes. */
  readonly priorities: readonly number[];
  /** A customer interrupts one of lower priority when all servers are busy. */
  readonly preemptive: boolean;
  /** Among equals: first come first served, or the newest first (interrupting its equals, if preemptive). */
  readonly order?: 'fcfs' | 'lcfs';
  readonly room?: number;
}

export class PriorityStation implements Station, Handler {
  readonly name: string;
  readonly visits: readonly VisitStatistics[];
  /** Services that were interrupted. */
  interruptions = 0;
  readonly #services: readonly ServiceStatistics[];
  readonly #kernel: Kernel;
  readonly #priorities: readonly number[];
  readonly #preemptive: boolean;
  readonly #newestFirst: boolean;
  readonly #room: number;
  readonly #entrance = new Entrance();
  readonly #table = new VisitTable();
  /** By priority: who waits, and who is served, in the order in which this service began. */
  readonly #lines: readonly WaitingLine[];
  readonly #inService: readonly WaitingLine[];
  readonly #patience: Handler = { handle: (visit) => this.#giveUp(visit) };
  /** Service got so far. */
  readonly #got: number[] = [];
  #servers: number;
  #busy = 0;
  #present = 0;

  constructor(name: string, kernel: Kernel, options: PriorityOptions) {
    const { servers, priorities, preemptive, order = 'fcfs', room = Number.POSITIVE_INFINITY } = options;
    const levels = Math.max(...priorities) + 1;
    this.name = name;
    this.visits = priorities.map(() => new VisitStatistics());
    this.#services = priorities.map(() => new ServiceStatistics());
    this.#kernel = kernel;
    this.#priorities = priorities;
    this.#preemptive = preemptive;
    this.#newestFirst = order === 'lcfs';
    this.#room = room;
    this.#servers = servers;
    this.#lines = Array.from({ length: levels }, () => new WaitingLine(this.#table));
    this.#inService = Array.from({ length: levels }, () => new WaitingLine(this.#table));
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

  arrive(customer: Customer, serviceSeconds: number, cls = 0, patienceSeconds = Number.POSITIVE_INFINITY): boolean {
    if (this.isFull) {
      this.visits[cls]!.refused += 1;
      return false;
    }
    const { now } = this.#kernel;
    this.visits[cls]!.arrived(now);
    this.#present += 1;
    const visit = this.#table.open(customer, cls, serviceSeconds, now);
    this.#got[visit] = 0;
    if (this.#busy < this.#servers || this.#interruptFor(this.#priorities[cls]!)) this.#start(visit);
    else this.#wait(visit, patienceSeconds);
    return true;
  }

  /** A service ends: the kernel's event. */
  handle(visit: VisitId): void {
    const { now } = this.#kernel;
    const table = this.#table;
    const cls = table.classes[visit]!;
    const arrivedAt = table.arrivedAt[visit]!;
    const customer = table.customers[visit]!;
    this.#endStretch(visit);
    this.visits[cls]!.waiting.record(Math.max(0, now - arrivedAt - this.#got[visit]!));
    this.visits[cls]!.departed(arrivedAt, now);
    table.close(visit);
    this.#present -= 1;
    this.#startNext();
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

  /** With fewer servers, the lowest and latest services are interrupted. */
  setServers(servers: number): void {
    this.#servers = servers;
    while (this.#busy > servers) this.#interrupt(this.#victim(-1));
    while (this.#busy < servers && this.#startNext());
  }

  busy(cls: number): TimeAverage {
    return this.#services[cls]!.busy;
  }

  resetAt(now: number): void {
    this.interruptions = 0;
    for (const statistics of [...this.visits, ...this.#services]) statistics.resetAt(now);
  }

  brokenLaw(now: number): Law | null {
    for (const statistics of [...this.visits, ...this.#services]) {
      const law = statistics.brokenLaw(now);
      if (law !== null) return law;
    }
    return null;
  }

  /** Makes a server free for a newcomer, if its priority may. */
  #interruptFor(priority: number): boolean {
    if (!this.#preemptive) return false;
    const victim = this.#victim(this.#newestFirst ? priority - 1 : priority);
    if (victim === NO_VISIT) return false;
    this.#interrupt(victim);
    return true;
  }

  /** Who is interrupted first, among those in service of a priority below (a number above) the given one. */
  #victim(above: number): VisitId {
    for (let priority = this.#inService.length - 1; priority > above; priority -= 1) {
      const line = this.#inService[priority]!;
      if (line.length > 0) return this.#newestFirst ? line.first : line.last;
    }
    return NO_VISIT;
  }

  #interrupt(visit: VisitId): void {
    this.interruptions += 1;
    this.#kernel.cancel(this.#table.serviceEnd[visit]!);
    this.#endStretch(visit);
    this.#lines[this.#priorities[this.#table.classes[visit]!]!]!.addFirst(visit);
  }

  #start(visit: VisitId): void {
    const { now } = this.#kernel;
    const table = this.#table;
    const cls = table.classes[visit]!;
    table.startedAt[visit] = now;
    this.#busy += 1;
    this.#services[cls]!.started(now);
    this.#inService[this.#priorities[cls]!]!.addLast(visit);
    table.serviceEnd[visit] = this.#kernel.schedule(table.serviceSeconds[visit]!, this, visit);
  }

  /** A stretch of service is over, at its end or before. */
  #endStretch(visit: VisitId): void {
    const { now } = this.#kernel;
    const table = this.#table;
    const cls = table.classes[visit]!;
    const got = now - table.startedAt[visit]!;
    this.#got[visit]! += got;
    table.serviceSeconds[visit] = Math.max(0, table.serviceSeconds[visit]! - got);
    this.#services[cls]!.ended(table.startedAt[visit]!, now);
    this.#inService[this.#priorities[cls]!]!.remove(visit);
    this.#busy -= 1;
  }

  #startNext(): boolean {
    if (this.#busy >= this.#servers) return false;
    for (const line of this.#lines) {
      const next = line.first;
      if (next === NO_VISIT) continue;
      line.remove(next);
      this.#forgetPatience(next);
      this.#start(next);
      return true;
    }
    return false;
  }

  #wait(visit: VisitId, patienceSeconds: number): void {
    const line = this.#lines[this.#priorities[this.#table.classes[visit]!]!]!;
    if (this.#newestFirst) line.addFirst(visit);
    else line.addLast(visit);
    if (patienceSeconds === Number.POSITIVE_INFINITY) return;
    this.#table.patienceEnd[visit] = this.#kernel.schedule(patienceSeconds, this.#patience, visit);
  }

  #forgetPatience(visit: VisitId): void {
    const { patienceEnd } = this.#table;
    if (patienceEnd[visit] === NO_EVENT) return;
    this.#kernel.cancel(patienceEnd[visit]!);
    patienceEnd[visit] = NO_EVENT;
  }

  #giveUp(visit: VisitId): void {
    const table = this.#table;
    const cls = table.classes[visit]!;
    table.patienceEnd[visit] = NO_EVENT;
    this.#lines[this.#priorities[cls]!]!.remove(visit);
    this.visits[cls]!.gaveUp(table.arrivedAt[visit]!, this.#kernel.now);
    const customer = table.customers[visit]!;
    table.close(visit);
    this.#present -= 1;
    customer.gaveUp?.();
    if (this.#entrance.isAwaited) this.#entrance.admitOne();
  }
}
