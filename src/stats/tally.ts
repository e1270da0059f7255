// A tally: what is counted once per visit. Count, mean and variance by Welford's recurrence.

/** A tally as plain data, which JSON keeps exactly: merging snapshots of workers gives the same bits as merging their tallies. */
export interface TallySnapshot {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
  /** Both null when nothing was recorded. */
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Count, mean, variance and range of values, in their unit. Measured against sums shifted by the first value and against blocks of such
 * sums: where tallies take turns the recurrence is as quick (its division waits for nobody), and no first value spoils its digits.
 * SOURCE: Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4(3), 1962; for merging Chan,
 * Golub and LeVeque, "Algorithms for computing the sample variance", The American Statistician 37(3), 1983, formula 2.1.
 */
export class Tally {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  record(value: number): void {
    this.#count += 1;
    const step = value - this.#mean;
    this.#mean += step / this.#count;
    this.#squares += step * (value - this.#mean);
    if (value > this.#max) this.#max = value;
    if (value < this.#min) this.#min = value;
  }

  get count(): number {
    return this.#count;
  }

  /** Count times mean: right to a few units of the last place. */
  get sum(): number {
    return this.#count * this.#mean;
  }

  /** NaN when nothing was recorded. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  /** Sample variance; NaN below two values. */
  get variance(): number {
    return this.#count < 2 ? Number.NaN : this.#squares / (this.#count - 1);
  }

  /** Infinity when nothing was recorded. */
  get min(): number {
    return this.#min;
  }

  /** −Infinity when nothing was recorded. */
  get max(): number {
    return this.#max;
  }

  /** Adds the values of another tally. Merge in a fixed order, e.g. by replication: the last bits depend on it. */
  merge(other: Tally): void {
    if (other.#count === 0) return;
    const count = this.#count + other.#count;
    const step = other.#mean - this.#mean;
    const share = other.#count / count;
    this.#squares += other.#squares + step * step * this.#count * share;
    this.#mean += step * share;
    this.#count = count;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  reset(): void {
    this.#count = 0;
    this.#mean = 0;
    this.#squares = 0;
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = Number.NEGATIVE_INFINITY;
  }

  /** What JSON.stringify keeps. */
  toJSON(): TallySnapshot {
    const nothing = this.#count === 0;
    return {
      count: this.#count,
      mean: this.#mean,
      squares: this.#squares,
      min: nothing ? null : this.#min,
      max: nothing ? null : this.#max,
    };
  }

  static fromJSON({ count, mean, squares, min, max }: TallySnapshot): Tally {
    const tally = new Tally();
    tally.#count = count;
    tally.#mean = mean;
    tally.#squares = squares;
    tally.#min = min ?? Number.POSITIVE_INFINITY;
    tally.#max = max ?? Number.NEGATIVE_INFINITY;
    return tally;
  }
}
