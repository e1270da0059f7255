// Special functions against values computed with mpmath 1.3 (30 digits).
import { describe, expect, test } from 'vitest';
import { binomialCdf } from '../../../src/stats/special/binomial-cdf.ts';
import { incompleteBeta } from '../../../src/stats/special/incomplete-beta.ts';
import { lowerGamma, upperGamma } from '../../../src/stats/special/incomplete-gamma.ts';
import { logGamma } from '../../../src/stats/special/log-gamma.ts';
import { normalCdf, normalQuantile } from '../../../src/stats/special/normal.ts';
import { solveIncreasing } from '../../../src/stats/special/solve-increasing.ts';
import { studentTQuantile } from '../../../src/stats/student-t.ts';

const expectRelative = (got: number, wanted: number, error: number): void =>
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(error * Math.abs(wanted));

test.each([
  [-20, 2.7536241186062337e-89],
  [-3, 0.0013498980316300946],
  [-1, 0.15865525393145705],
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [2, 0.9772498680518208],
])('normal distribution function at %s', (z, wanted) => expectRelative(normalCdf(z), wanted, 2e-14));

test.each([
  [1e-300, -37.0470962993612],
  [1e-9, -5.9978070150076865],
  [0.025, -1.9599639845400543],
  [0.3, -0.5244005127080408],
  [0.975, 1.9599639845400538],
  [0.999, 3.090232306167813],
])('normal quantile of %s', (p, wanted) => expectRelative(normalQuantile(p), wanted, 1e-15));
test('normal quantile at the middle and the ends', () => {
  expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(normalQuantile(2)).toBeNaN();
});

test.each([
  [0.5, 0.5723649429247001],
  [1, 0],
  [4.5, 2.4537365708424423],
  [100.5, 361.4355404677776],
  [5000, 37582.62631568535],
])('logarithm of gamma at %s', (x, wanted) =>
  expect(Math.abs(logGamma(x) - wanted)).toBeLessThanOrEqual(2e-15 * Math.max(1, wanted)),
);

test.each([
  [0.5, 0.3, 0.5614219739190002, 0.4385780260809999],
  [3, 2, 0.32332358381693654, 0.6766764161830635],
  [3, 20, 0.9999995444850495, 4.555149505589213e-7],
  [50, 60, 0.9155933189063081, 0.08440668109369183],
])('incomplete gamma functions of %s at %s', (a, x, lower, upper) => {
  expectRelative(lowerGamma(a, x), lower, 1e-13);
  expectRelative(upperGamma(a, x), upper, 1e-13);
});

test.each([
  [0.1, 2, 3, 0.0523],
  [0.95, 950, 51, 0.5375290408014252],
  [0.5, 50, 50, 0.5],
])('incomplete beta function at %s of %s and %s', (x, a, b, wanted) =>
  expectRelative(incompleteBeta(x, a, b), wanted, 2e-13),
);

test('binomial distribution function, by hand: at most one head in three throws', () => {
  expect(binomialCdf(1, 3, 0.5)).toBeCloseTo(0.5, 14);
  expect([binomialCdf(-1, 3, 0.5), binomialCdf(3, 3, 0.5)]).toEqual([0, 1]);
});

describe('student t quantile', () => {
  test.each([
    [0.975, 1, 12.706204736174692],
    [0.975, 2, 4.302652729749462],
    [0.975, 4, 2.7764451051977934],
    [0.95, 9, 1.8331129326562365],
    [0.995, 29, 2.7563859036706053],
    [0.9995, 19, 3.883405852592131],
    [0.9, 120, 1.288646233656378],
    [0.975, 1000, 1.962339080826408],
  ])('p = %s with %s degrees of freedom', (p, freedom, wanted) =>
    expectRelative(studentTQuantile(p, freedom), wanted, 1e-12),
  );
  test('a million degrees of freedom, to 1e-8; the median is 0', () => {
    expectRelative(studentTQuantile(0.975, 1e6), 1.9599663568141068, 1e-8);
    expect(studentTQuantile(0.5, 7)).toBe(0);
  });
  test('refuses what has none', () => {
    expect(() => studentTQuantile(1, 4)).toThrow(RangeError);
    expect(() => studentTQuantile(0.9, 0)).toThrow(RangeError);
  });
});

describe('solving', () => {
  test('finds the least x, also of a step, and looks farther where there is no upper end', () => {
    expect(solveIncreasing((x) => x * x, 2, 0)).toBeCloseTo(Math.SQRT2, 15);
    expect(solveIncreasing((x) => (x >= 3 ? 1 : 0), 0.5, 0, 10)).toBe(3);
    expect(solveIncreasing((x) => x, 1e9, 0)).toBe(1e9);
  });
  test('gives the low end where it is there already, and the high end where nothing is', () => {
    expect(solveIncreasing((x) => x, -1, 0, 1)).toBe(0);
    expect(solveIncreasing(() => 0, 1, 0, 5)).toBe(5);
  });
});
