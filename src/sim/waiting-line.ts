// Visits in order, linked through their table, so that one may leave from the middle.
import type { VisitId } from './customer.ts';
import { NO_VISIT, type VisitTable } from './visit-table.ts';

export class WaitingLine {
  readonly #visits: VisitTable;
  #first: VisitId = NO_VISIT;
  #last: VisitId = NO_VISIT;
  #length = 0;

  constructor(visits: VisitTable) {
    this.#visits = visits;
  }

  get length(): number {
    return this.#length;
  }

  /** `NO_VISIT` when nobody waits. */
  get first(): VisitId {
    return this.#first;
  }

  get last(): VisitId {
    return this.#last;
  }

  addLast(visit: VisitId): void {
    const { ahead, behind } = this.#visits;
    ahead[visit] = this.#last;
    behind[visit] = NO_VISIT;
    if (this.#last === NO_VISIT) this.#first = visit;
    else behind[this.#last] = visit;
    this.#last = visit;
    this.#length += 1;
  }

  addFirst(visit: VisitId): void {
    const { ahead, behind } = this.#visits;
    ahead[visit] = NO_VISIT;
    behind[visit] = this.#first;
    if (this.#first === NO_VISIT) this.#last = visit;
    else ahead[this.#first] = visit;
    this.#first = visit;
    this.#length += 1;
  }

  /** @param visit stands in this line. */
  remove(visit: VisitId): void {
    const { ahead, behind } = this.#visits;
    const before = ahead[visit]!;
    const after = behind[visit]!;
    if (before === NO_VISIT) this.#first = after;
    else behind[before] = after;
    if (after === NO_VISIT) this.#last = before;
    else ahead[after] = before;
    this.#length -= 1;
  }
}
