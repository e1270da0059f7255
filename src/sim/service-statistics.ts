// How much service one workload class got from a station's servers, counted in two ways that must agree: by the level of busy servers
// over time, and by the service itself (the utilisation law).
import { TimeAverage } from '../stats/time-average.ts';
import { differs } from './laws.ts';

export class ServiceStatistics {
  /** Servers that serve this class; where service is shared, the sum of the shares. */
  readonly busy = new TimeAverage();
  #given = 0;
  #startsInService = 0;
  #windowStart = 0;

  /** A server starts, or goes on after an interruption. */
  started(now: number): void {
    this.busy.add(1, now);
    this.#startsInService += now;
  }

  /** A server is done, or is interrupted. */
  ended(startedAt: number, now: number): void {
    this.busy.add(-1, now);
    const from = Math.max(startedAt, this.#windowStart);
    this.#given += now - from;
    this.#startsInService -= from;
  }

  resetAt(now: number): void {
    this.busy.resetAt(now);
    this.#given = 0;
    this.#startsInService = this.busy.level * now;
    this.#windowStart = now;
  }

  /** @returns the law that does not hold, or null. */
  brokenLaw(now: number): 'utilisationLaw' | null {
    const inService = this.busy.level * now;
    return differs(this.busy.area(now), this.#given + inService - this.#startsInService, inService)
      ? 'utilisationLaw'
      : null;
  }
}
