import fc from 'fast-check';
import { sampleVariance } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { standardNormal } from '../../src/stats/distributions/normal.ts';
import { Tally } from '../../src/stats/tally.ts';

const tallyOf = (values: readonly number[]): Tally => {
  const tally = new Tally();
  for (const value of values) tally.record(value);
  return tally;
};
/** Without −0, which JSON makes 0. */
const values = (minLength: number) =>
  fc.array(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0),
    { minLength, maxLength: 50 },
  );

test('agrees with sums over the whole list', () => {
  fc.assert(
    fc.property(values(2), (list) => {
      const tally = tallyOf(list);
      const sum = list.reduce((total, value) => total + value, 0);
      expect(tally.count).toBe(list.length);
      expect(tally.sum).toBeCloseTo(sum, 5);
      expect(tally.mean).toBeCloseTo(sum / list.length, 6);
      const variance = sampleVariance(list);
      expect(Math.abs(tally.variance - variance)).toBeLessThanOrEqual(1e-9 * Math.max(1, variance));
      expect([tally.min, tally.max]).toEqual([Math.min(...list), Math.max(...list)]);
    }),
  );
});

describe('digits', () => {
  const random = openStream('tally/digits');
  const small = Array.from({ length: 100_000 }, () => standardNormal(random));
  const variance = sampleVariance(small);
  const far = small.map((value) => value + 1e7);
  test('of the variance are kept where the mean is ten million standard deviations', () => {
    expect(Math.abs(tallyOf(far).variance / variance - 1)).toBeLessThan(1e-7);
  });
  test('would be lost by plain sums of squares', () => {
    const sum = far.reduce((total, value) => total + value, 0);
    const squares = far.reduce((total, value) => total + value * value, 0);
    expect(Math.abs((squares - (sum * sum) / far.length) / (far.length - 1) / variance - 1)).toBeGreaterThan(1e-3);
  });
});

describe('merging', () => {
  test('two tallies is like one that saw everything', () => {
    fc.assert(
      fc.property(values(0), values(0), (first, second) => {
        const merged = tallyOf(first);
        merged.merge(tallyOf(second));
        const whole = tallyOf([...first, ...second]);
        expect([merged.count, merged.min, merged.max]).toEqual([whole.count, whole.min, whole.max]);
        if (whole.count > 0) expect(merged.mean).toBeCloseTo(whole.mean, 6);
        if (whole.count > 1)
          expect(Math.abs(merged.variance - whole.variance)).toBeLessThanOrEqual(1e-9 * Math.max(1, whole.variance));
      }),
    );
  });
  test('gives the same bits through JSON, as between workers', () => {
    fc.assert(
      fc.property(values(0), values(0), (first, second) => {
        const here = tallyOf(first);
        here.merge(tallyOf(second));
        const there = Tally.fromJSON(JSON.parse(JSON.stringify(tallyOf(first))));
        there.merge(Tally.fromJSON(JSON.parse(JSON.stringify(tallyOf(second)))));
        expect(there.toJSON()).toEqual(here.toJSON());
        expect(Object.is(there.variance, here.variance)).toBe(true);
      }),
    );
  });
  test('into an empty tally is a copy', () => {
    const empty = new Tally();
    empty.merge(tallyOf([0.1, 0.7, 0.3]));
    expect(empty.toJSON()).toEqual(tallyOf([0.1, 0.7, 0.3]).toJSON());
  });
});

test('nothing recorded, and nothing left after a reset', () => {
  const tally = tallyOf([3, 4]);
  tally.reset();
  expect(tally.toJSON()).toEqual({ count: 0, mean: 0, squares: 0, min: null, max: null });
  expect([tally.count, tally.mean, tally.variance]).toEqual([0, Number.NaN, Number.NaN]);
  expect([tally.min, tally.max]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  tally.record(5);
  expect([tally.mean, tally.min, tally.max]).toEqual([5, 5, 5]);
});
