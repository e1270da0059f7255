// Intervals: by hand, by how often they hold the truth, and by when they are refused.
import { describe, expect, test } from 'vitest';
import type { RandomStream } from '../../src/core/random.ts';
import { openStream } from '../../src/core/random-streams.ts';
import { batchMeansInterval } from '../../src/stats/batch-means-interval.ts';
import { coverage } from '../../src/stats/coverage.ts';
import { standardNormal } from '../../src/stats/distributions/normal.ts';
import { standardExponential } from '../../src/stats/distributions/standard-exponential.ts';
import { type Interval, meanInterval } from '../../src/stats/interval.ts';
import { lagOneCorrelation } from '../../src/stats/lag-one-correlation.ts';
import { quantileInterval, replicationQuantileInterval } from '../../src/stats/quantile-interval.ts';
import { ratioInterval } from '../../src/stats/ratio-interval.ts';

const LEVEL = 0.95;
/** So rarely does a right share fall out of its own interval by chance. */
const SURE = 0.999;
const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const experiments = (seed: string, count: number, one: (random: RandomStream) => Interval): Interval[] => {
  const random = openStream(seed);
  return Array.from({ length: count }, () => one(random));
};
/** Autoregressive series of mean 0, begun in its stationary state. */
function autoregressive(length: number, correlation: number, random: RandomStream): number[] {
  let value = standardNormal(random) / Math.sqrt(1 - correlation ** 2);
  return draws(length, () => {
    const now = value;
    value = correlation * value + standardNormal(random);
    return now;
  });
}

describe('of a mean', () => {
  test('five values, by hand', () => {
    const { mean, halfWidth, low, high, why } = meanInterval([1, 2, 3, 4, 5], LEVEL);
    expect(mean).toBe(3);
    expect(halfWidth).toBeCloseTo((2.7764451051977934 * Math.sqrt(2.5)) / Math.sqrt(5), 14);
    expect([low, high, why]).toEqual([3 - halfWidth!, 3 + halfWidth!, null]);
  });
  test('one value gives a mean, no half width and the reason', () => {
    const why = 'one replication gives no interval';
    expect(meanInterval([7], LEVEL)).toEqual({ mean: 7, halfWidth: null, low: null, high: null, why });
  });
  test('refuses no values, and a level in percent', () => {
    expect(() => meanInterval([], LEVEL)).toThrow(RangeError);
    expect(() => meanInterval([1, 2], 95)).toThrow(/^level: wanted/);
  });
  test('holds the truth 95 times in a hundred', () => {
    const intervals = experiments('mean', 2000, (random) =>
      meanInterval(
        draws(5, () => 10 + standardNormal(random)),
        LEVEL,
      ),
    );
    const { share } = coverage(intervals, 10, SURE);
    expect(share.low).toBeLessThan(LEVEL);
    expect(share.high).toBeGreaterThan(LEVEL);
  });
});

describe('coverage', () => {
  test('counts the given intervals and gives their share an interval of its own (Wilson: 8 of 10 is 0.490 … 0.943)', () => {
    const held = Array.from({ length: 8 }, () => meanInterval([1, 3], LEVEL));
    const missed = Array.from({ length: 2 }, () => meanInterval([91, 93], 0.1));
    const { given, share } = coverage([...held, ...missed, meanInterval([1], LEVEL)], 2, LEVEL);
    expect([given, share.mean]).toEqual([10, 0.8]);
    expect(share.low).toBeCloseTo(0.4902, 4);
    expect(share.high).toBeCloseTo(0.9433, 4);
  });
  test('finds out the normal quantile in the place of t', () => {
    const tooNarrow = experiments('narrow', 2000, (random) => {
      const interval = meanInterval(
        draws(5, () => standardNormal(random)),
        LEVEL,
      );
      const halfWidth = (interval.halfWidth! * 1.959964) / 2.776445;
      return { ...interval, halfWidth, low: interval.mean - halfWidth, high: interval.mean + halfWidth };
    });
    expect(coverage(tooNarrow, 0, SURE).share.high).toBeLessThan(LEVEL);
  });
  test('of no interval is none', () => {
    expect(coverage([meanInterval([1], LEVEL)], 1, LEVEL).share.why).toBe('no interval was given');
  });
});

describe('of a ratio', () => {
  test('three replications, by hand', () => {
    // Ratios without one: 5/6, 4/5, 3/5; pseudo-values 3·(6/8) − 2·ratio.
    const pseudo = [5 / 6, 4 / 5, 3 / 5].map((ratio) => 3 * (6 / 8) - 2 * ratio);
    const { mean, halfWidth } = ratioInterval([1, 2, 3], [2, 3, 3], LEVEL);
    const wanted = meanInterval(pseudo, LEVEL);
    expect(mean).toBeCloseTo(wanted.mean, 14);
    expect(halfWidth).toBeCloseTo(wanted.halfWidth!, 14);
  });
  test('equal shares give no width, whatever the loads', () => {
    expect(ratioInterval([1, 2, 5], [10, 20, 50], LEVEL).halfWidth).toBeCloseTo(0, 14);
  });
  test('holds the truth 95 times in a hundred where the mean of ratios is biased and does not', () => {
    const pair = (random: RandomStream): [number, number] => {
      const offered = 1 + 4 * random.uniform();
      return [offered * offered * (1 + 0.1 * standardNormal(random)), offered];
    };
    const truth = (9 + 16 / 12) / 3;
    const sample = (random: RandomStream) => Array.from({ length: 60 }, () => pair(random));
    const ratios = experiments('ratio', 1000, (random) => {
      const pairs = sample(random);
      return ratioInterval(
        pairs.map(([blocked]) => blocked),
        pairs.map(([, offered]) => offered),
        LEVEL,
      );
    });
    const means = experiments('ratio', 1000, (random) =>
      meanInterval(
        sample(random).map(([blocked, offered]) => blocked / offered),
        LEVEL,
      ),
    );
    const { share } = coverage(ratios, truth, SURE);
    expect(share.low).toBeGreaterThan(0.9);
    expect(share.high).toBeGreaterThan(LEVEL);
    expect(coverage(means, truth, SURE).share.high).toBeLessThan(0.5);
  });
  test('is refused for one replication, and where nothing was offered in all but one', () => {
    expect(ratioInterval([1], [4], LEVEL)).toMatchObject({ mean: 0.25, halfWidth: null });
    expect(ratioInterval([1, 0], [4, 0], LEVEL).why).toMatch(/denominator is zero/);
    expect(() => ratioInterval([1], [1, 2], LEVEL)).toThrow(/^second: wanted as many/);
  });
});

describe('of a quantile, by ranks', () => {
  test('the median of ten values lies between the second and the ninth (97.9 %)', () => {
    const { mean, low, high, halfWidth } = quantileInterval([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.5, LEVEL);
    expect([mean, low, high, halfWidth]).toEqual([5.5, 2, 9, 3.5]);
  });
  test.each([
    ['0.9 of exponential values', 0.9, 100, Math.log(10)],
    ['0.5 of exponential values', 0.5, 25, Math.LN2],
  ])('%s: holds the truth at least 95 times in a hundred', (name, q, count, truth) => {
    const intervals = experiments(name, 1000, (random) =>
      quantileInterval(
        draws(count, () => standardExponential(random)),
        q,
        LEVEL,
      ),
    );
    expect(coverage(intervals, truth, SURE).share.high).toBeGreaterThan(LEVEL);
    expect(coverage(intervals, truth * 1.3, SURE).share.high).toBeLessThan(LEVEL);
  });
  test('too few values: says how many are needed, and that many are enough', () => {
    const refused = quantileInterval([1, 2, 3], 0.99, LEVEL);
    expect(refused).toMatchObject({ halfWidth: null, low: null, high: null });
    expect(refused.why).toBe('3 values are too few for the 0.99 quantile: 368 are needed');
    const count = (needed: number) =>
      quantileInterval(
        Array.from({ length: needed }, (_, i) => i),
        0.99,
        LEVEL,
      ).why;
    expect(count(367)).not.toBeNull();
    expect(count(368)).toBeNull();
  });
});

test('of quantiles over replications: their mean, without replications that have no values', () => {
  const { mean, halfWidth } = replicationQuantileInterval([[1, 2, 3], [3, 4, 5], [], [5, 6, 7]], 0.5, LEVEL);
  expect(mean).toBe(4);
  expect(halfWidth).toBeCloseTo((4.302652729749462 * 2) / Math.sqrt(3), 13);
});

describe('of one long run, by batch means', () => {
  test('holds the truth 95 times in a hundred where neighbours are correlated by 0.9 and the run is long', () => {
    const intervals = experiments('batches', 400, (random) =>
      batchMeansInterval(autoregressive(16_000, 0.9, random), LEVEL),
    );
    const { given, share } = coverage(intervals, 0, SURE);
    expect(given).toBe(400);
    expect(share.high).toBeGreaterThan(LEVEL);
    expect(share.low).toBeGreaterThan(0.88);
  });
  test('is refused where the run is too short for it, and would have missed', () => {
    const series = (random: RandomStream) => autoregressive(1000, 0.99, random);
    const refused = experiments('short', 200, (random) => batchMeansInterval(series(random), LEVEL));
    expect(coverage(refused, 0, SURE).given).toBe(0);
    expect(refused[0]!.why).toMatch(/^batches are correlated: 0\.\d\d between neighbours of 200/);
    const naive = experiments('short', 200, (random) => meanInterval(series(random), LEVEL));
    expect(coverage(naive, 0, SURE).share.high).toBeLessThan(0.5);
  });
  test('leaves values over at the start, not at the end, and wants 200', () => {
    const alternating = (count: number) => Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : 3));
    const [plain, begun] = [alternating(400), [1e9, ...alternating(400)]].map((v) => batchMeansInterval(v, LEVEL));
    expect(plain!.mean).toBe(2);
    expect(begun!.mean).toBe(2);
    expect(batchMeansInterval(alternating(199), LEVEL).why).toBe('199 values are too few for batches: 200 are needed');
  });
  test('lag-one correlation, by hand', () => {
    expect(lagOneCorrelation([1, 2, 3])).toBe(0);
    expect(lagOneCorrelation([1, -1, 1, -1])).toBe(-0.75);
    expect(lagOneCorrelation([5, 5, 5])).toBe(0);
  });
});
