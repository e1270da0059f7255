// Brings the parts of a forked customer together again: one mail to many recipients, one write to two nodes.
import type { Customer } from './customer.ts';
import { NO_VISIT } from './visit-table.ts';

export class Join implements Customer {
  readonly #whole: Customer;
  #missing: number;

  /** @param whole goes on when all `parts` are served. */
  constructor(parts: number, whole: Customer) {
    if (!(Number.isInteger(parts) && parts > 0)) throw new RangeError(`a join of ${parts} parts`);
    this.#missing = parts;
    this.#whole = whole;
  }

  served(): void {
    this.#missing -= 1;
    if (this.#missing === 0) this.#whole.served(NO_VISIT);
  }

  /** A part that gave up is not waited for. */
  gaveUp(): void {
    this.served();
  }
}
