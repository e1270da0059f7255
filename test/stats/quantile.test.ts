import { expect, test } from 'vitest';
import { quantile, quantileOfSorted } from '../../src/stats/quantile.ts';

test('as R gives them: quantile(c(1, 3, 4, 10), c(0.1, 0.25, 0.5, 0.9)) is 1.6, 2.5, 3.5, 8.2', () => {
  const wanted = [1.6, 2.5, 3.5, 8.2];
  for (const [i, q] of [0.1, 0.25, 0.5, 0.9].entries()) expect(quantile([10, 1, 4, 3], q)).toBeCloseTo(wanted[i]!, 14);
});
test('the ends are the least and the highest value, and one value is all its quantiles', () => {
  expect([quantile([3, 1, 2], 0), quantile([3, 1, 2], 1), quantile([7], 0.3)]).toEqual([1, 3, 7]);
});
test('numbers are sorted as numbers, and the list stays as it was', () => {
  const values = [100, 20, 3];
  expect(quantile(values, 0.5)).toBe(20);
  expect(values).toEqual([100, 20, 3]);
});
test('refuses no values, and a share that is none', () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
  expect(() => quantileOfSorted([1, 2], 1.5)).toThrow(/^q: wanted/);
});
