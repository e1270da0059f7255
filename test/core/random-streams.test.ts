import { describe, expect, test } from 'vitest';
import { openStream, Xoshiro128 } from '../../src/core/random-streams.ts';

describe('random streams', () => {
  test('xoshiro128** gives the values of its reference implementation', () => {
    // State 1, 2, 3, 4: first outputs of the C code of Blackman and Vigna (xoshiro128starstar.c), compiled with gcc.
    const stream = new Xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => stream.bits32() >>> 0)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('a state of zeros is refused', () => {
    expect(() => new Xoshiro128([0, 0, 0, 0])).toThrow('not all zero');
  });

  const draws = (name: string, count: number): number[] => {
    const stream = openStream(name);
    return Array.from({ length: count }, () => stream.uniform());
  };

  test('same name, same sequence', () => {
    expect(draws('1/0/arrivals.ham', 100)).toEqual(draws('1/0/arrivals.ham', 100));
  });

  test('draws lie in [0, 1) with the mean and variance of the uniform distribution', () => {
    const values = draws('moments', 100_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    // 4 standard errors: sqrt(1/12/n) for the mean, sqrt(1/180/n) for the variance.
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / values.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / values.length));
  });

  test('streams of different names are not correlated', () => {
    const a = draws('1/0/arrivals.ham', 20_000);
    for (const name of ['1/1/arrivals.ham', '2/0/arrivals.ham', '1/0/arrivals.hal']) {
      const b = draws(name, 20_000);
      const covariance = a.reduce((sum, value, index) => sum + (value - 0.5) * ((b[index] ?? 0) - 0.5), 0) / a.length;
      expect(Math.abs(covariance * 12)).toBeLessThan(4 / Math.sqrt(a.length));
    }
  });
});
