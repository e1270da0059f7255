// Quantiles of raw values, type 7 of Hyndman and Fan: R's default, and this project's meaning of the word.
import { requireShare } from './guard.ts';

/**
 * The quantile of values that are sorted, rising.
 * @param sorted at least one value. @param q from 0 to 1. @returns in the unit of the values. @throws RangeError.
 * SOURCE: Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50(4), 1996, definition 7.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  requireShare('q', q);
  if (sorted.length === 0) throw new RangeError('a quantile of no values');
  const place = (sorted.length - 1) * q;
  const index = Math.floor(place);
  const below = sorted[index]!;
  const above = sorted[index + 1] ?? below;
  return below + (place - index) * (above - below);
}

/** The quantile of values in any order; they are left as they are. @throws RangeError without values, or for q beyond 0 to 1. */
export const quantile = (values: readonly number[], q: number): number =>
  quantileOfSorted(Float64Array.from(values).sort(), q);
