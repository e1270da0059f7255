// The average of a level over time, e.g. the number of customers in a station.

/**
 * Times in seconds, never falling; the level in its own unit. Measured with plain fields and with a typed array in the place of the
 * private fields: no quicker.
 */
export class TimeAverage {
  #level = 0;
  #since = 0;
  #area = 0;
  #start = 0;
  #max = 0;

  /** The level changes by `step` at `now`. */
  add(step: number, now: number): void {
    this.#area += this.#level * (now - this.#since);
    this.#since = now;
    this.#level += step;
    if (this.#level > this.#max) this.#max = this.#level;
  }

  get level(): number {
    return this.#level;
  }

  get max(): number {
    return this.#max;
  }

  /** Integral of the level from the start of counting to `now`, level × seconds. */
  area(now: number): number {
    return this.#area + this.#level * (now - this.#since);
  }

  /** Mean level from the start of counting to `now`; the level itself over no time. */
  mean(now: number): number {
    const seconds = now - this.#start;
    return seconds > 0 ? this.area(now) / seconds : this.#level;
  }

  /** Counting starts anew; the level stays what it is. */
  resetAt(now: number): void {
    this.#area = 0;
    this.#since = now;
    this.#start = now;
    this.#max = this.#level;
  }
}
