// A pool of equal tokens that customers hold while they do other things: process slots, memory, connections. First come first served,
// also where the first wants more tokens than the next.
import { TimeAverage } from '../stats/time-average.ts';
import type { Customer, VisitId } from './customer.ts';
import { type Handler, type Kernel, NO_EVENT } from './kernel.ts';
import { differs, type Law } from './laws.ts';
import { VisitStatistics } from './visit-statistics.ts';
import { NO_VISIT, VisitTable } from './visit-table.ts';
import { WaitingLine } from './waiting-line.ts';

export interface PoolOptions {
  readonly tokens: number;
  /** Customers that may wait for tokens at once. */
  readonly waitingRoom?: number;
  readonly classes?: number;
}

export class TokenPool implements Handler {
  readonly name: string;
  readonly tokens: number;
  /** Visits last from the request until the tokens come back; `waiting` is until they are granted. */
  readonly visits: readonly VisitStatistics[];
  /** Tokens that are held. */
  readonly held = new TimeAverage();
  readonly #kernel: Kernel;
  readonly #waitingRoom: number;
  readonly #table = new VisitTable();
  readonly #line = new WaitingLine(this.#table);
  readonly #patience: Handler = { handle: (visit) => this.#giveUp(visit) };
  #free: number;

  constructor(name: string, kernel: Kernel, options: PoolOptions) {
    const { tokens, waitingRoom = Number.POSITIVE_INFINITY, classes = 1 } = options;
    this.name = name;
    this.tokens = tokens;
    this.visits = Array.from({ length: classes }, () => new VisitStatistics());
    this.#kernel = kernel;
    this.#waitingRoom = waitingRoom;
    this.#free = tokens;
  }

  /**
   * Asks for tokens. `served(visit)` says that they are held, as an event of its own; they come back with `release(visit)`.
   * @param patienceSeconds gives up if they are not granted by then.
   * @returns false, and nothing else happens, when more than all are asked for or too many wait already.
   */
  request(customer: Customer, tokens: number, cls = 0, patienceSeconds = Number.POSITIVE_INFINITY): boolean {
    const mustWait = this.#line.length > 0 || tokens > this.#free;
    if (tokens > this.tokens || (mustWait && this.#line.length >= this.#waitingRoom)) {
      this.visits[cls]!.refused += 1;
      return false;
    }
    const { now } = this.#kernel;
    this.visits[cls]!.arrived(now);
    const visit = this.#table.open(customer, cls, tokens, now);
    if (!mustWait) this.#grant(visit);
    else {
      this.#line.addLast(visit);
      if (patienceSeconds < Number.POSITIVE_INFINITY) {
        this.#table.patienceEnd[visit] = this.#kernel.schedule(patienceSeconds, this.#patience, visit);
      }
    }
    return true;
  }

  /** Gives the tokens of a visit back. */
  release(visit: VisitId): void {
    const { now } = this.#kernel;
    const tokens = this.#table.serviceSeconds[visit]!;
    this.#free += tokens;
    this.held.add(-tokens, now);
    this.visits[this.#table.classes[visit]!]!.departed(this.#table.arrivedAt[visit]!, now);
    this.#table.close(visit);
    this.#grantWaiting();
  }

  /** The tokens are there: the kernel's event. */
  handle(visit: VisitId): void {
    this.#table.customers[visit]!.served(visit);
  }

  resetAt(now: number): void {
    this.held.resetAt(now);
    for (const visits of this.visits) visits.resetAt(now);
  }

  brokenLaw(now: number): Law | null {
    for (const visits of this.visits) {
      const law = visits.brokenLaw(now);
      if (law !== null) return law;
    }
    return differs(this.held.level + this.#free, this.tokens, this.tokens) ? 'utilisationLaw' : null;
  }

  #grant(visit: VisitId): void {
    const { now } = this.#kernel;
    const table = this.#table;
    const tokens = table.serviceSeconds[visit]!;
    this.#free -= tokens;
    this.held.add(tokens, now);
    this.visits[table.classes[visit]!]!.waiting.record(now - table.arrivedAt[visit]!);
    this.#kernel.schedule(0, this, visit);
  }

  #grantWaiting(): void {
    for (;;) {
      const next = this.#line.first;
      if (next === NO_VISIT || this.#table.serviceSeconds[next]! > this.#free) return;
      this.#line.remove(next);
      const { patienceEnd } = this.#table;
      if (patienceEnd[next] !== NO_EVENT) this.#kernel.cancel(patienceEnd[next]!);
      patienceEnd[next] = NO_EVENT;
      this.#grant(next);
    }
  }

  #giveUp(visit: VisitId): void {
    const table = this.#table;
    table.patienceEnd[visit] = NO_EVENT;
    this.#line.remove(visit);
    this.visits[table.classes[visit]!]!.gaveUp(table.arrivedAt[visit]!, this.#kernel.now);
    const customer = table.customers[visit]!;
    table.close(visit);
    customer.gaveUp?.();
    this.#grantWaiting();
  }
}
