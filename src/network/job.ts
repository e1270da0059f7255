// A customer on its way through a network. Knows where it is; what happens next is the flow's affair.
import type { Customer, VisitId } from '../sim/customer.ts';
import type { Flow } from './flow.ts';
import { OUTSIDE } from './route-table.ts';

/** Tokens that a customer holds of a pool, by its number, with the visit there. */
export interface Holding {
  readonly pool: number;
  readonly tokens: number;
  readonly visit: VisitId;
}

export class Job implements Customer {
  readonly #flow: Flow;
  cls = 0;
  /** Node where it is, or `OUTSIDE`. */
  node = OUTSIDE;
  /** When it entered the network, or began its cycle. */
  since = 0;
  /** The forked customer that it is a part of, and how many parts of itself are under way. */
  whole: Job | null = null;
  parts = 0;
  readonly held: Holding[] = [];

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  served(visit: VisitId): void {
    this.#flow.served(this, visit);
  }

  gaveUp(): void {
    this.#flow.lose(this);
  }
}
