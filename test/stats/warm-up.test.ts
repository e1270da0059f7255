// Warm-up: MSER-5 against its definition and on series whose warm-up is known; Welch's averages.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { averageOverReplications } from '../../src/stats/average-over-replications.ts';
import { standardNormal } from '../../src/stats/distributions/normal.ts';
import { movingAverage } from '../../src/stats/moving-average.ts';
import { mser } from '../../src/stats/mser.ts';

/** Noise around a level that is reached by a shrinking distance, 10 at the start and 10/e after `pace` values. */
function warmingUp(length: number, distance: number, pace: number, seed: string): number[] {
  const random = openStream(seed);
  return Array.from({ length }, (_, i) => 5 + distance * Math.exp(-i / pace) + standardNormal(random));
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const seeds = Array.from({ length: 50 }, (_, i) => `warm-up/${i}`);

describe('MSER', () => {
  test('the curve is the squared standard error of what is left, and its least is chosen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 10, maxLength: 40 }),
        (values) => {
          const { curve, truncateBefore } = mser(values, 1);
          expect(curve.length).toBe(values.length - 4);
          for (const [d, got] of curve.entries()) {
            const rest = values.slice(d);
            const centre = mean(rest);
            const wanted = rest.reduce((sum, value) => sum + (value - centre) ** 2, 0) / rest.length ** 2;
            expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, wanted));
          }
          expect(curve[truncateBefore]).toBe(Math.min(...curve));
        },
      ),
    );
  });
  test('leaves out the warm-up, and with it nearly all of the bias', () => {
    const series = seeds.map((seed) => warmingUp(1000, 10, 30, seed));
    const cuts = series.map((values) => mser(values));
    expect(cuts.every(({ reliable, truncateBefore }) => reliable && truncateBefore % 5 === 0)).toBe(true);
    expect(cuts.every(({ truncateBefore }) => truncateBefore >= 50 && truncateBefore <= 400)).toBe(true);
    const bias = (from: (i: number) => number): number =>
      mean(series.map((values, i) => mean(values.slice(from(i))) - 5));
    // Untruncated, the sum of the distances is 300, a bias of 0.3.
    expect(bias(() => 0)).toBeGreaterThan(0.25);
    expect(Math.abs(bias((i) => cuts[i]!.truncateBefore))).toBeLessThan(0.03);
  });
  test('leaves out little where there is no warm-up', () => {
    const cuts = seeds.map((seed) => mser(warmingUp(1000, 0, 30, seed)).truncateBefore);
    expect([...cuts].sort((a, b) => a - b)[25]).toBeLessThan(100);
  });
  test('is not reliable where the series is still on its way, and says so', () => {
    const { reliable, why } = mser(warmingUp(400, 10, 300, 'on its way'));
    expect(reliable).toBe(false);
    expect(why).toMatch(/last half/);
  });
  test('is not reliable for fewer than ten batches', () => {
    expect(mser([1, 2, 3])).toMatchObject({ truncateBefore: 0, reliable: false });
    expect(mser(Array.from({ length: 49 }, () => 1)).why).toBe('49 values are too few: 50 are needed');
    expect(mser(Array.from({ length: 50 }, () => 1))).toMatchObject({ truncateBefore: 0, reliable: true, why: null });
  });
  test('finds a warm-up in averages over replications that is hidden in each of them', () => {
    const hidden = seeds.map((seed) => warmingUp(500, 1, 25, seed));
    const together = mser(averageOverReplications(hidden));
    expect(together.reliable).toBe(true);
    expect(together.truncateBefore).toBeGreaterThanOrEqual(40);
    expect(mean(hidden.map((values) => mser(values).truncateBefore))).not.toBe(together.truncateBefore);
    const blind = hidden.filter((values) => mser(values).truncateBefore < 25).length;
    expect(blind).toBeGreaterThan(10);
  });
  test('refuses a batch of no values', () => {
    expect(() => mser([1], 0)).toThrow(/^batchSize: wanted/);
  });
});

describe("Welch's averages", () => {
  test('over replications: place by place, as long as the shortest', () => {
    expect(
      averageOverReplications([
        [1, 2, 3],
        [3, 4],
      ]),
    ).toEqual([2, 3]);
    expect(() => averageOverReplications([])).toThrow(RangeError);
  });
  test('moving: by hand, with what is there on both sides near the start', () => {
    expect(movingAverage([1, 2, 6, 4, 5, 9], 2)).toEqual([1, 3, 3.6, 5.2]);
    expect(movingAverage([1, 2, 6], 0)).toEqual([1, 2, 6]);
    expect(movingAverage([1, 2], 5)).toEqual([]);
    expect(() => movingAverage([1], -1)).toThrow(/^window: wanted/);
  });
  test('moving: is the mean of the window wherever that fits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 40 }),
        fc.integer({ min: 0, max: 8 }),
        (values, window) => {
          const got = movingAverage(values, window);
          expect(got.length).toBe(Math.max(0, values.length - window));
          for (const [i, average] of got.entries()) {
            const reach = Math.min(i, window);
            expect(average).toBeCloseTo(mean(values.slice(i - reach, i + reach + 1)), 9);
          }
        },
      ),
    );
  });
});
