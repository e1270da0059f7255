// Counts, by client address and calendar day, the recipients that do not exist (row 7.8: blocked "until the next day").
// Pure state machine: takes `now`; engine and model run the same one.
import { networkOf } from '../core/ip.ts';
import { DAY_SECONDS } from '../core/units.ts';

/** Beyond this many addresses the one counted longest ago is forgotten [A]. */
const MAX_ADDRESSES = 100_000;

/** An IPv6 customer holds a /64: one count for all of it. */
const keyOf = (address: string): string => networkOf(address, 32, 64);

export class UnknownRecipients {
  readonly #dayOf: (now: number) => number | string;
  readonly #counts = new Map<string, number>();
  #day: number | string | null = null;

  /** @param dayOf the calendar day of a moment in seconds; by default a day of UTC */
  constructor(dayOf: (now: number) => number | string = (now) => Math.floor(now / DAY_SECONDS)) {
    this.#dayOf = dayOf;
  }

  /** A recipient was named that does not exist. @returns how many it are today. @param now seconds */
  count(address: string, now: number): number {
    this.#turnPage(now);
    const key = keyOf(address);
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.delete(key);
    this.#counts.set(key, count);
    if (this.#counts.size > MAX_ADDRESSES) {
      const oldest = this.#counts.keys().next().value;
      if (oldest !== undefined) this.#counts.delete(oldest);
    }
    return count;
  }

  today(address: string, now: number): number {
    this.#turnPage(now);
    return this.#counts.get(keyOf(address)) ?? 0;
  }

  /** Addresses remembered, for tests of the bound. */
  get size(): number {
    return this.#counts.size;
  }

  #turnPage(now: number): void {
    const day = this.#dayOf(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#counts.clear();
  }
}
