// How many deliveries to one destination may run at once: a slow start, one step back at each failure, a rest when nothing gets
// through. Pure state machine, after Postfix's qmgr_queue.c with its default feedback of one step a delivery.

export interface DestinationPolicy {
  /** initial_destination_concurrency. */
  readonly initialConcurrency: number;
  /** default_destination_concurrency_limit. */
  readonly maxConcurrency: number;
  /** Windows full of failures in a row after which the destination rests: ..._concurrency_failed_cohort_limit. */
  readonly failedCohorts: number;
  /** The rest: minimal_backoff_time. */
  readonly restSeconds: number;
}

export const DESTINATION_POLICY: DestinationPolicy = {
  initialConcurrency: 5,
  maxConcurrency: 20,
  failedCohorts: 1,
  restSeconds: 300,
};

export class DestinationWindow {
  readonly #policy: DestinationPolicy;
  #window: number;
  #running = 0;
  /** Failures in a row, each as its share of the window. */
  #failedCohorts = 0;
  #restsUntil: number | null = null;

  constructor(policy: DestinationPolicy) {
    this.#policy = policy;
    this.#window = Math.min(policy.initialConcurrency, policy.maxConcurrency);
  }

  get window(): number {
    return this.#window;
  }

  get running(): number {
    return this.#running;
  }

  /** When the destination is tried again; null when it is not at rest. */
  restsUntil(now: number): number | null {
    if (this.#restsUntil !== null && now >= this.#restsUntil) this.#reopen(this.#policy.initialConcurrency);
    return this.#restsUntil;
  }

  mayStart(now: number): boolean {
    return this.restsUntil(now) === null && this.#running < this.#window;
  }

  started(): void {
    this.#running += 1;
  }

  /** The destination answered, whatever it said of the message. */
  answered(): void {
    const { initialConcurrency, maxConcurrency } = this.#policy;
    this.#failedCohorts = 0;
    // Anyone's guess what it can take, but it takes what runs now.
    if (this.#restsUntil !== null) this.#reopen(this.#running);
    // The window stays near what is really used, or a step back would change nothing.
    else if (this.#window < maxConcurrency && this.#window < this.#running + initialConcurrency) this.#window += 1;
    this.#running -= 1;
  }

  /** The destination could not be reached, or would not talk. */
  failed(now: number): void {
    const { failedCohorts, restSeconds } = this.#policy;
    this.#running -= 1;
    if (this.#restsUntil !== null) return;
    this.#failedCohorts += 1 / this.#window;
    if (this.#failedCohorts >= failedCohorts) this.#restsUntil = now + restSeconds;
    else this.#window = Math.max(1, this.#window - 1);
  }

  /** A delivery ended that says nothing of the destination. */
  ended(): void {
    this.#running -= 1;
  }

  /** True when forgetting it loses nothing: nothing runs, and a new one would be the same. */
  isFresh(now: number): boolean {
    return this.#running === 0 && this.restsUntil(now) === null;
  }

  #reopen(window: number): void {
    this.#restsUntil = null;
    this.#failedCohorts = 0;
    this.#window = Math.max(1, Math.min(window, this.#policy.maxConcurrency));
  }
}
