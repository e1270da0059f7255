import fc from 'fast-check';
import { quantileSorted, sampleVariance } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { standardNormal } from '../../src/stats/distributions/normal.ts';
import { Histogram } from '../../src/stats/histogram.ts';
import { meanInterval } from '../../src/stats/interval.ts';
import { studentTQuantile } from '../../src/stats/student-t.ts';
import { Tally } from '../../src/stats/tally.ts';
import { TimeAverage } from '../../src/stats/time-average.ts';

describe('student t quantile', () => {
  // Tables of the t distribution (Abramowitz and Stegun, 26.10) and, to more digits, R's qt().
  test.each([
    [0.975, 1, 12.706204736432095],
    [0.975, 4, 2.7764451051977987],
    [0.95, 9, 1.8331129326536335],
    [0.995, 29, 2.756385903670605],
    [0.975, 1000, 1.9623390808264078],
    [0.5, 7, 0],
  ])('p = %s with %s degrees of freedom', (p, freedom, wanted) => {
    expect(studentTQuantile(p, freedom)).toBeCloseTo(wanted, 9);
  });
  test('refuses what has none', () => {
    expect(() => studentTQuantile(1, 4)).toThrow(RangeError);
    expect(() => studentTQuantile(0.9, 0)).toThrow(RangeError);
  });
});

describe('intervals', () => {
  test('five values, by hand', () => {
    const { mean, halfWidth } = meanInterval([1, 2, 3, 4, 5], 0.95);
    expect(mean).toBe(3);
    expect(halfWidth).toBeCloseTo((2.7764451051977987 * Math.sqrt(2.5)) / Math.sqrt(5), 12);
  });
  test('one value gives a mean, no half width and the reason', () => {
    expect(meanInterval([7], 0.95)).toEqual({ mean: 7, halfWidth: null, why: 'one replication gives no interval' });
  });
  test('the 95 % interval holds the truth about 95 times in a hundred', () => {
    const random = openStream('coverage');
    let held = 0;
    for (let run = 0; run < 2000; run += 1) {
      const { mean, halfWidth } = meanInterval(
        [0, 1, 2, 3, 4].map(() => 10 + standardNormal(random)),
        0.95,
      );
      if (Math.abs(mean - 10) <= (halfWidth ?? 0)) held += 1;
    }
    // 4 standard errors of a share of 0.95 over 2000 runs.
    expect(Math.abs(held / 2000 - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 2000));
  });
});

describe('tally', () => {
  test('agrees with sums over the whole list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 }),
        (values) => {
          const tally = new Tally();
          for (const value of values) tally.record(value);
          expect(tally.count).toBe(values.length);
          expect(tally.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 6);
          const variance = sampleVariance(values);
          expect(Math.abs(tally.variance - variance)).toBeLessThanOrEqual(1e-9 * Math.max(1, variance));
        },
      ),
    );
  });
});

describe('time average', () => {
  test('weighs levels by how long they lasted, from the last reset on', () => {
    const level = new TimeAverage();
    level.add(2, 10);
    level.add(1, 15);
    expect(level.mean(20)).toBe((2 * 5 + 3 * 5) / 20);
    level.resetAt(20);
    level.add(-3, 25);
    expect(level.mean(30)).toBe(1.5);
    expect(level.max).toBe(3);
  });
});

describe('histogram', () => {
  test('gives quantiles within 0.4 % of the exact ones', () => {
    const random = openStream('histogram');
    const histogram = new Histogram();
    const values = Array.from({ length: 20_001 }, () => Math.exp(3 * standardNormal(random)));
    for (const value of values) histogram.record(value);
    const sorted = [...values].sort((a, b) => a - b);
    for (const q of [0.01, 0.5, 0.95, 0.99]) {
      const exact = quantileSorted(sorted, q);
      expect(Math.abs((histogram.quantile(q) ?? 0) / exact - 1)).toBeLessThan(0.004);
    }
  });
  test('adds up with another, and knows zero and nothing', () => {
    const [a, b] = [new Histogram(), new Histogram()];
    expect(a.quantile(0.5)).toBeNull();
    a.record(0);
    b.record(8);
    b.record(8);
    a.merge(b);
    expect(a.count).toBe(3);
    expect(a.quantile(0.3)).toBe(0);
    expect(a.quantile(0.5)).toBeCloseTo(8, 1);
  });
});
