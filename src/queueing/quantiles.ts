// Quantiles of a time from its tail P(T > t). Knows no model.

/** The times that half, 95 % and 99 % of the customers do not exceed. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * The time that a share of the customers does not exceed, by doubling and halving down to the last bit.
 * @param tail P(T > t), falling in t (seconds). @param share 0 ≤ share < 1. @returns seconds; Infinity if the tail never falls.
 */
export function quantileOf(tail: (seconds: number) => number, share: number): number {
  const beyond = 1 - share;
  if (tail(0) <= beyond) return 0;
  let low = 0;
  let high = 1;
  while (tail(high) > beyond) {
    low = high;
    high *= 2;
    if (high === Number.POSITIVE_INFINITY) return high;
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (tail(middle) > beyond) low = middle;
    else high = middle;
  }
}

/** The usual three. @param quantile seconds at a share. */
export const quantilesBy = (quantile: (share: number) => number): Quantiles => ({
  p50: quantile(0.5),
  p95: quantile(0.95),
  p99: quantile(0.99),
});
