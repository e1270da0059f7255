// A resolver that tells how long somebody waited for it. One a visit: that is exact, and costs less than following promises.
import type { DnsAnswer, RecordType, Resolver } from '../../pipeline/resolver.ts';

export class DnsMeter implements Resolver {
  readonly #resolver: Resolver;
  readonly #now: () => number;
  #lookups = 0;
  #underWay = 0;
  #since = 0;
  #waitedSeconds = 0;

  /** @param now seconds of a steady clock */
  constructor(resolver: Resolver, now: () => number) {
    this.#resolver = resolver;
    this.#now = now;
  }

  async lookup(name: string, type: RecordType): Promise<DnsAnswer> {
    this.#lookups += 1;
    if (this.#underWay === 0) this.#since = this.#now();
    this.#underWay += 1;
    try {
      return await this.#resolver.lookup(name, type);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#waitedSeconds += this.#now() - this.#since;
    }
  }

  /** Look-ups begun so far. */
  get lookups(): number {
    return this.#lookups;
  }

  /** Time in which at least one was under way: what is asked side by side is waited for once. */
  get waitedSeconds(): number {
    return this.#waitedSeconds + (this.#underWay > 0 ? this.#now() - this.#since : 0);
  }
}
