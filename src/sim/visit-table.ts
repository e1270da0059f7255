// The visits of one station, in columns: a visit is a row number. Rows are used again, so nothing is allocated in the long run, and
// numbers in typed arrays are neither boxed nor traced by the garbage collector.
import type { Customer, VisitId } from './customer.ts';
import { NO_EVENT } from './kernel.ts';
import { wider } from './wider.ts';

export const NO_VISIT: VisitId = -1;

const FIRST_ROOM = 16;

export class VisitTable {
  readonly customers: Customer[] = [];
  /** Workload class, an index from 0. */
  classes = new Int32Array(FIRST_ROOM);
  arrivedAt = new Float64Array(FIRST_ROOM);
  /** Begin of the service, or of its latest stretch where service can be interrupted. */
  startedAt = new Float64Array(FIRST_ROOM);
  /** Service asked for; where it can be interrupted, what is still to be done. */
  serviceSeconds = new Float64Array(FIRST_ROOM);
  /** Ends of service and of patience: pending events. */
  serviceEnd = new Int32Array(FIRST_ROOM);
  patienceEnd = new Int32Array(FIRST_ROOM);
  /** Neighbours in a waiting line; `behind` also chains the spare rows. */
  ahead = new Int32Array(FIRST_ROOM);
  behind = new Int32Array(FIRST_ROOM);
  #rows = 0;
  #spare: VisitId = NO_VISIT;

  /** Opens a visit. */
  open(customer: Customer, cls: number, serviceSeconds: number, now: number): VisitId {
    let visit = this.#spare;
    if (visit === NO_VISIT) visit = this.#newRow();
    else this.#spare = this.behind[visit]!;
    this.customers[visit] = customer;
    this.classes[visit] = cls;
    this.serviceSeconds[visit] = serviceSeconds;
    this.arrivedAt[visit] = now;
    return visit;
  }

  /** Ends a visit; its number is void. */
  close(visit: VisitId): void {
    this.behind[visit] = this.#spare;
    this.#spare = visit;
  }

  #newRow(): VisitId {
    const visit = this.#rows;
    this.#rows += 1;
    if (visit === this.arrivedAt.length) this.#grow(2 * visit);
    this.serviceEnd[visit] = NO_EVENT;
    this.patienceEnd[visit] = NO_EVENT;
    return visit;
  }

  #grow(room: number): void {
    this.classes = wider(this.classes, room);
    this.arrivedAt = wider(this.arrivedAt, room);
    this.startedAt = wider(this.startedAt, room);
    this.serviceSeconds = wider(this.serviceSeconds, room);
    this.serviceEnd = wider(this.serviceEnd, room);
    this.patienceEnd = wider(this.patienceEnd, room);
    this.ahead = wider(this.ahead, room);
    this.behind = wider(this.behind, room);
  }
}
