// Quantiles in bounded memory: a value's bucket is the top bits of its double, so buckets are a fixed relative width apart.
import { bucketMiddle, bucketOf, LAST_BUCKET, RELATIVE_WIDTH } from './buckets.ts';

/** A histogram as plain data, buckets that are not empty only. */
export interface HistogramSnapshot {
  /** Width of a bucket relative to its bottom: histograms of different widths cannot be added up. */
  readonly relativeWidth: number;
  /** Bucket and the number of records in it, rising by bucket. */
  readonly counts: readonly (readonly [bucket: number, count: number])[];
}

/**
 * Counts of values that are not negative, in their unit. Memory does not grow with their number, and adding two up is exact: it is the
 * same histogram as if one had recorded everything, in whatever order.
 */
export class Histogram {
  /** Doubles, because they count exactly up to 2⁵³ where 32 bits would silently overflow; as quick to raise. */
  readonly #counts = new Float64Array(LAST_BUCKET + 1);
  #count = 0;

  /** @param value zero and (what rounding may leave) negative values share a bucket. @throws RangeError for NaN. */
  record(value: number): void {
    this.#counts[bucketOf(value)]! += 1;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * The value at rank ⌈q · count⌉ (nearest rank, type 1 of Hyndman and Fan, not R-7: the raw values are gone), as the middle of its
   * bucket, so within 0.2 % of it; 0 for the bucket of zero. Null without records.
   */
  quantile(q: number): number | null {
    if (this.#count === 0) return null;
    const rank = Math.max(1, Math.ceil(q * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket <= LAST_BUCKET; bucket += 1) {
      seen += this.#counts[bucket]!;
      if (seen >= rank) return bucketMiddle(bucket);
    }
    throw new Error('fewer records in the buckets than were counted');
  }

  /**
   * The share of records that are at most `value`, 0 … 1. Records up to 0.4 % above it, in the same bucket, are counted as well. Null
   * without records.
   */
  rankOf(value: number): number | null {
    if (this.#count === 0) return null;
    const last = bucketOf(value);
    let seen = 0;
    for (let bucket = 0; bucket <= last; bucket += 1) seen += this.#counts[bucket]!;
    return seen / this.#count;
  }

  /** Adds the records of another histogram. */
  merge(other: Histogram): void {
    for (let bucket = 0; bucket <= LAST_BUCKET; bucket += 1) this.#counts[bucket]! += other.#counts[bucket]!;
    this.#count += other.#count;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
  }

  /** What JSON.stringify keeps. */
  toJSON(): HistogramSnapshot {
    const counts = [...this.#counts.entries()].filter(([, count]) => count > 0);
    return { relativeWidth: RELATIVE_WIDTH, counts };
  }

  /** @throws RangeError for buckets of another width, that do not exist, or counts that are none. */
  static fromJSON({ relativeWidth, counts }: HistogramSnapshot): Histogram {
    if (relativeWidth !== RELATIVE_WIDTH)
      throw new RangeError(`relativeWidth: wanted ${RELATIVE_WIDTH}, got ${relativeWidth}`);
    const histogram = new Histogram();
    for (const [bucket, count] of counts) {
      if (!(histogram.#counts[bucket] === 0 && Number.isInteger(count) && count > 0))
        throw new RangeError(`counts: no bucket ${bucket} with ${count} records`);
      histogram.#counts[bucket] = count;
      histogram.#count += count;
    }
    return histogram;
  }
}
