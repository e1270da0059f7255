import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { standardNormal } from '../../src/stats/distributions/normal.ts';
import { Histogram } from '../../src/stats/histogram.ts';
import { quantileOfSorted } from '../../src/stats/quantile.ts';

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
};
const positive = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('quantiles', () => {
  test('are within 0.2 % of the value at their rank', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const exact = [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length) - 1)]!;
        const got = histogramOf(values).quantile(q)!;
        expect(Math.abs(got - exact)).toBeLessThanOrEqual(exact / 512 + 1.01 * 2 ** -40);
      }),
    );
  });
  test('of many values are within 0.4 % of R-7', () => {
    const random = openStream('histogram');
    const values = Array.from({ length: 20_001 }, () => Math.exp(3 * standardNormal(random)));
    const sorted = [...values].sort((a, b) => a - b);
    const histogram = histogramOf(values);
    for (const q of [0.01, 0.5, 0.95, 0.99])
      expect(Math.abs(histogram.quantile(q)! / quantileOfSorted(sorted, q) - 1)).toBeLessThan(0.004);
  });
  test('of nothing are null, of zeros zero; what is beyond the range falls into the last buckets', () => {
    expect(new Histogram().quantile(0.5)).toBeNull();
    expect(histogramOf([0, -0, -1e-18]).quantile(1)).toBe(0);
    expect(histogramOf([1e300, Number.POSITIVE_INFINITY]).quantile(0.5)).toBeGreaterThan(1e12);
    expect(histogramOf([1e-300]).quantile(0.5)).toBeLessThan(1e-11);
  });
  test('of NaN there are none: it is refused', () => {
    expect(() => histogramOf([Number.NaN])).toThrow(RangeError);
  });
});

describe('ranks', () => {
  test('lie between the share at most the value and the share at most 0.4 % more', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (values, at) => {
        const share = (limit: number): number => values.filter((value) => value <= limit).length / values.length;
        const rank = histogramOf(values).rankOf(at)!;
        expect(rank).toBeGreaterThanOrEqual(share(at));
        expect(rank).toBeLessThanOrEqual(share(at * (1 + 1 / 256)));
      }),
    );
  });
  test('the rank of a quantile is at least what was asked for', () => {
    const histogram = histogramOf([1, 2, 3, 4, 5]);
    for (const q of [0.2, 0.5, 0.99]) expect(histogram.rankOf(histogram.quantile(q)!)).toBeGreaterThanOrEqual(q);
    expect(new Histogram().rankOf(3)).toBeNull();
  });
});

describe('adding up', () => {
  test('is exact: in any order and through JSON it is the histogram of everything', () => {
    fc.assert(
      fc.property(positive, positive, (first, second) => {
        const whole = histogramOf([...first, ...second]).toJSON();
        const oneWay = histogramOf(first);
        oneWay.merge(histogramOf(second));
        const otherWay = Histogram.fromJSON(JSON.parse(JSON.stringify(histogramOf(second))));
        otherWay.merge(Histogram.fromJSON(JSON.parse(JSON.stringify(histogramOf(first)))));
        expect(oneWay.toJSON()).toEqual(whole);
        expect(otherWay.toJSON()).toEqual(whole);
        expect(otherWay.count).toBe(first.length + second.length);
      }),
      { numRuns: 30 },
    );
  });
  test('counts beyond 32 bits', () => {
    const { relativeWidth } = new Histogram().toJSON();
    const large = Histogram.fromJSON({ relativeWidth, counts: [[0, 4_000_000_000]] });
    large.merge(large);
    expect(large.count).toBe(8_000_000_000);
    expect(large.rankOf(0)).toBe(1);
  });
  test('refuses snapshots of another kind', () => {
    const { relativeWidth } = new Histogram().toJSON();
    const counts = [[5, 1]] as const;
    expect(() => Histogram.fromJSON({ relativeWidth: 1 / 128, counts })).toThrow(/^relativeWidth/);
    for (const bad of [
      [-1, 1],
      [1e9, 1],
      [5, -1],
      [5, 0.5],
      [5, 0],
    ] as const)
      expect(() => Histogram.fromJSON({ relativeWidth, counts: [bad] })).toThrow(/^counts/);
    expect(() => Histogram.fromJSON({ relativeWidth, counts: [...counts, ...counts] })).toThrow(/^counts/);
  });
  test('starts anew after a reset', () => {
    const histogram = histogramOf([1, 2]);
    histogram.reset();
    expect([histogram.count, histogram.toJSON().counts]).toEqual([0, []]);
  });
});
