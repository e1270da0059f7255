// Service that one workload class gets from shared servers, counted in two ways that must agree: by the shares over time, and by the
// work itself: what was asked for less what is still to be done.
import { TimeAverage } from '../stats/time-average.ts';
import { differs } from './laws.ts';

export class SharedService {
  /** Servers' worth of service that the class gets. */
  readonly busy = new TimeAverage();
  #asked = 0;
  #present = 0;
  /** Sum of the virtual times at which those present will end. */
  #ends = 0;
  /** Work that was still to be done when counting started. */
  #leftAtStart = 0;

  /** A customer comes who wants `serviceSeconds`. */
  asked(serviceSeconds: number, virtual: number): void {
    this.#asked += serviceSeconds;
    this.#present += 1;
    this.#ends += virtual + serviceSeconds;
  }

  /** A customer's service is done, at the virtual time that was foreseen. */
  done(virtual: number): void {
    this.#present -= 1;
    this.#ends -= virtual;
  }

  level(servers: number, now: number): void {
    this.busy.add(servers - this.busy.level, now);
  }

  /** Virtual time goes back to zero. Only while nobody is present, so only rounding is left to forget. */
  rebase(virtual: number): void {
    this.#ends -= this.#present * virtual;
    if (this.#present === 0) this.#ends = 0;
  }

  resetAt(now: number, virtual: number): void {
    this.busy.resetAt(now);
    this.#asked = 0;
    this.#leftAtStart = this.#left(virtual);
  }

  #left(virtual: number): number {
    return this.#ends - this.#present * virtual;
  }

  isBroken(now: number, virtual: number): boolean {
    const given = this.#leftAtStart + this.#asked - this.#left(virtual);
    return differs(this.busy.area(now), given, this.#present * virtual + this.#asked);
  }
}
