// Quantiles in bounded memory: a value's bucket is the top bits of its double, so buckets are a fixed relative width apart.

/** Bits of the mantissa that a bucket keeps: relative width 1/256, so a quantile is off by less than 0.2 %. */
const MANTISSA_BITS = 8;
const SHIFT = 20 - MANTISSA_BITS;
/** Exponents from 2^-40 (a billionth of a millisecond) to 2^40 seconds; values beyond fall into the end buckets. */
const LOWEST = (1023 - 40) << MANTISSA_BITS;
const BUCKETS = 80 << MANTISSA_BITS;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Index of the word that holds sign, exponent and the top of the mantissa. */
const TOP = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Counts of non-negative values. Memory does not grow with their number. */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS + 1);
  #count = 0;

  /** @param value not negative; zero has a bucket of its own. */
  record(value: number): void {
    this.#count += 1;
    this.#counts[Histogram.#bucket(value)]! += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** The value below which a share `q` of the records lies (nearest rank, middle of its bucket); null without records. */
  quantile(q: number): number | null {
    if (this.#count === 0) return null;
    const rank = Math.max(1, Math.ceil(q * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket <= BUCKETS; bucket += 1) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return Histogram.#middle(bucket);
    }
    throw new Error('fewer records in the buckets than were counted');
  }

  /** Adds the records of another histogram. */
  merge(other: Histogram): void {
    for (let bucket = 0; bucket <= BUCKETS; bucket += 1) this.#counts[bucket]! += other.#counts[bucket] ?? 0;
    this.#count += other.#count;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
  }

  static #bucket(value: number): number {
    if (value <= 0) return 0;
    double[0] = value;
    const index = ((words[TOP] ?? 0) >>> SHIFT) - LOWEST + 1;
    return Math.min(BUCKETS, Math.max(1, index));
  }

  static #middle(bucket: number): number {
    if (bucket === 0) return 0;
    words[TOP] = (bucket - 1 + LOWEST) << SHIFT;
    words[1 - TOP] = 0;
    const low = double[0] ?? 0;
    return low * (1 + 2 ** -(MANTISSA_BITS + 1));
  }
}
