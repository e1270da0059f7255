// Who holds the tokens of a pool, by workload class: the pool itself counts all classes together.

import type { TokenPool } from '../sim/token-pool.ts';
import { TimeAverage } from '../stats/time-average.ts';

export class PoolUse {
  readonly pool: TokenPool;
  /** By class: tokens that are held, and customers who hold some. */
  readonly tokens: readonly TimeAverage[];
  readonly holders: readonly TimeAverage[];

  constructor(pool: TokenPool) {
    this.pool = pool;
    this.tokens = pool.visits.map(() => new TimeAverage());
    this.holders = pool.visits.map(() => new TimeAverage());
  }

  granted(cls: number, tokens: number, now: number): void {
    this.tokens[cls]!.add(tokens, now);
    this.holders[cls]!.add(1, now);
  }

  returned(cls: number, tokens: number, now: number): void {
    this.tokens[cls]!.add(-tokens, now);
    this.holders[cls]!.add(-1, now);
  }

  /** Counting starts anew, that of the pool too. */
  resetAt(now: number): void {
    this.pool.resetAt(now);
    for (const level of [...this.tokens, ...this.holders]) level.resetAt(now);
  }
}
