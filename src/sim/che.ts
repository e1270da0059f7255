// Hit ratios of an LRU cache by Che's approximation, for classes of objects that are equally popular inside a class
// (Che, Tung and Wang, 2002; Fricker, Robert and Roberts, 2012).
import { expm1 } from '../stats/portable/expm1.ts';

/** A class of data: its share of all bytes and its share of all requests. */
export interface AccessClass {
  readonly share: number;
  readonly requestShare: number;
}

/**
 * Share of requests that an LRU cache answers, with many small objects of equal size.
 * @param cacheShare room of the cache as a share of all data. @returns 0..1.
 */
export function cheHitRatio(classes: readonly AccessClass[], cacheShare: number): number {
  const live = classes.filter(({ share }) => share > 0);
  const data = live.reduce((sum, { share }) => sum + share, 0);
  if (!(cacheShare > 0)) return 0;
  if (cacheShare >= data) return 1;
  const requests = live.reduce((sum, { requestShare }) => sum + requestShare, 0);
  // With N objects in all, an object of a class is asked for at the rate requestShare / (share N): N cancels out.
  const filled = (time: number): number =>
    live.reduce((sum, { share, requestShare }) => sum + share * -expm1((-requestShare / requests / share) * time), 0);
  let high = 1;
  while (filled(high) < cacheShare) high *= 2;
  let low = 0;
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (filled(middle) < cacheShare) low = middle;
    else high = middle;
  }
  return live.reduce(
    (sum, { share, requestShare }) =>
      sum + (requestShare / requests) * -expm1((-requestShare / requests / share) * high),
    0,
  );
}
