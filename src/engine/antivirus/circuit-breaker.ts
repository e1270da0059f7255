// Leaves a service alone that keeps failing, so that no mail waits for its time-outs, and tries it again now and then. Pure:
// takes `now`.

export interface BreakerLimits {
  /** Failures one after another until the service is left alone [A]. */
  readonly maxFailures: number;
  /** How long it is left alone; then one try decides [A]. */
  readonly restSeconds: number;
}

export const BREAKER_LIMITS: BreakerLimits = { maxFailures: 3, restSeconds: 30 };

export class CircuitBreaker {
  readonly #limits: BreakerLimits;
  #failures = 0;
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(limits: BreakerLimits = BREAKER_LIMITS) {
    this.#limits = limits;
  }

  /**
   * True when the service may be asked. After a rest only one caller is let through until its outcome is told. @param now seconds
   */
  allows(now: number): boolean {
    if (this.#failures < this.#limits.maxFailures) return true;
    if (now < this.#restsUntil) return false;
    this.#restsUntil = now + this.#limits.restSeconds;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#restsUntil = Number.NEGATIVE_INFINITY;
  }

  failed(now: number): void {
    this.#failures += 1;
    if (this.#failures >= this.#limits.maxFailures) this.#restsUntil = now + this.#limits.restSeconds;
  }

  state(now: number): 'working' | 'resting' | 'on trial' {
    if (this.#failures < this.#limits.maxFailures) return 'working';
    return now < this.#restsUntil ? 'resting' : 'on trial';
  }
}
