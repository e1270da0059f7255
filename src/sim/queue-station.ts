// A station with c servers and finite room, first come first served. Its servers may change in number; what has begun is finished.
import type { TimeAverage } from '../stats/time-average.ts';
import type { Customer, VisitId } from './customer.ts';
import { Entrance } from './entrance.ts';
import { type Handler, type Kernel, NO_EVENT } from './kernel.ts';
import type { Law } from './laws.ts';
import { ServiceStatistics } from './service-statistics.ts';
import type { Station } from './station.ts';
import { VisitStatistics } from './visit-statistics.ts';
import { VisitTable } from './visit-table.ts';
import { WaitingLine } from './waiting-line.ts';

export interface QueueOptions {
  /** Infinity: nobody waits for another (a delay). */
  readonly servers: number;
  /** Customers that may be here at once, in service and waiting. */
  readonly room?: number;
  /** Workload classes that are counted apart. */
  readonly classes?: number;
  /** A customer keeps the server after service until `leave`. */
  readonly holds?: boolean;
}

export class QueueStation implements Station, Handler {
  readonly name: string;
  readonly visits: readonly VisitStatistics[];
  readonly #services: readonly ServiceStatistics[];
  readonly #kernel: Kernel;
  readonly #holds: boolean;
  readonly #room: number;
  readonly #entrance = new Entrance();
  readonly #table = new VisitTable();
  readonly #line = new WaitingLine(this.#table);
  readonly #patience: Handler = { handle: (visit) => this.#giveUp(visit) };
  #servers: number;
  /** Servers that are occupied, by service or by customers who may not leave. */
  #occupied = 0;
  /** Customers in line whose patience will end. */
  #impatient = 0;

  constructor(name: string, kernel: Kernel, options: QueueOptions) {
    const { servers, room = Number.POSITIVE_INFINITY, classes = 1, holds = false } = options;
    this.name = name;
    this.visits = Array.from({ length: classes }, () => new VisitStatistics());
    this.#services = Array.from({ length: classes }, () => new ServiceStatistics());
    this.#kernel = kernel;
    this.#servers = servers;
    this.#room = room;
    this.#holds = holds;
  }

  get servers(): number {
    return this.#servers;
  }

  get present(): number {
    return this.#occupied + this.#line.length;
  }

  get isFull(): boolean {
    return this.#occupied + this.#line.length >= this.#room;
  }

  arrive(customer: Customer, serviceSeconds: number, cls = 0, patienceSeconds = Number.POSITIVE_INFINITY): boolean {
    const statistics = this.visits[cls]!;
    if (this.#occupied + this.#line.length >= this.#room) {
      statistics.refused += 1;
      return false;
    }
    const { now } = this.#kernel;
    statistics.arrived(now);
    const visit = this.#table.open(customer, cls, serviceSeconds, now);
    if (this.#occupied < this.#servers) this.#start(visit);
    else this.#wait(visit, patienceSeconds);
    return true;
  }

  /** A service ends: the kernel's event. */
  handle(visit: VisitId): void {
    const table = this.#table;
    this.#services[table.classes[visit]!]!.ended(table.startedAt[visit]!, this.#kernel.now);
    const customer = table.customers[visit]!;
    if (!this.#holds) this.leave(visit);
    customer.served(visit);
  }

  leave(visit: VisitId): void {
    const table = this.#table;
    this.visits[table.classes[visit]!]!.departed(table.arrivedAt[visit]!, this.#kernel.now);
    table.close(visit);
    this.#occupied -= 1;
    if (this.#line.length > 0 && this.#occupied < this.#servers) this.#startNext();
    if (this.#entrance.isAwaited) this.#entrance.admitOne();
  }

  whenRoom(enter: () => void): void {
    this.#entrance.waitOutside(enter);
  }

  setServers(servers: number): void {
    this.#servers = servers;
    while (this.#line.length > 0 && this.#occupied < servers) this.#startNext();
  }

  busy(cls: number): TimeAverage {
    return this.#services[cls]!.busy;
  }

  resetAt(now: number): void {
    for (const statistics of [...this.visits, ...this.#services]) statistics.resetAt(now);
  }

  brokenLaw(now: number): Law | null {
    for (const statistics of [...this.visits, ...this.#services]) {
      const law = statistics.brokenLaw(now);
      if (law !== null) return law;
    }
    return null;
  }

  #wait(visit: VisitId, patienceSeconds: number): void {
    this.#line.addLast(visit);
    if (patienceSeconds === Number.POSITIVE_INFINITY) return;
    this.#table.patienceEnd[visit] = this.#kernel.schedule(patienceSeconds, this.#patience, visit);
    this.#impatient += 1;
  }

  #startNext(): void {
    const next = this.#line.first;
    this.#line.remove(next);
    if (this.#impatient > 0) this.#forgetPatience(next);
    this.#start(next);
  }

  #forgetPatience(visit: VisitId): void {
    const { patienceEnd } = this.#table;
    if (patienceEnd[visit] === NO_EVENT) return;
    this.#kernel.cancel(patienceEnd[visit]!);
    patienceEnd[visit] = NO_EVENT;
    this.#impatient -= 1;
  }

  #start(visit: VisitId): void {
    const { now } = this.#kernel;
    const table = this.#table;
    const cls = table.classes[visit]!;
    this.#occupied += 1;
    table.startedAt[visit] = now;
    this.visits[cls]!.waiting.record(now - table.arrivedAt[visit]!);
    this.#services[cls]!.started(now);
    this.#kernel.schedule(table.serviceSeconds[visit]!, this, visit);
  }

  #giveUp(visit: VisitId): void {
    const table = this.#table;
    table.patienceEnd[visit] = NO_EVENT;
    this.#impatient -= 1;
    this.#line.remove(visit);
    this.visits[table.classes[visit]!]!.gaveUp(table.arrivedAt[visit]!, this.#kernel.now);
    const customer = table.customers[visit]!;
    table.close(visit);
    customer.gaveUp?.();
    if (this.#entrance.isAwaited) this.#entrance.admitOne();
  }
}
