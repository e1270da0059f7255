// A tally: what is counted once per visit. Mean and variance by Welford's recurrence.

export class Tally {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #sum = 0;
  #max = Number.NEGATIVE_INFINITY;

  record(value: number): void {
    this.#count += 1;
    const step = value - this.#mean;
    this.#mean += step / this.#count;
    this.#squares += step * (value - this.#mean);
    this.#sum += value;
    if (value > this.#max) this.#max = value;
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** NaN when nothing was recorded. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  /** Sample variance; NaN below two values. */
  get variance(): number {
    return this.#count < 2 ? Number.NaN : this.#squares / (this.#count - 1);
  }

  /** −Infinity when nothing was recorded. */
  get max(): number {
    return this.#max;
  }

  reset(): void {
    this.#count = 0;
    this.#mean = 0;
    this.#squares = 0;
    this.#sum = 0;
    this.#max = Number.NEGATIVE_INFINITY;
  }
}
