// Common random numbers and antithetic pairs: right intervals, and what pairing gained, on a queue whose answer is known.
import { sampleVariance } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import type { RandomStream } from '../../src/core/random.ts';
import { openStream } from '../../src/core/random-streams.ts';
import { antitheticInterval } from '../../src/stats/antithetic-interval.ts';
import { coverage } from '../../src/stats/coverage.ts';
import { antithetic } from '../../src/stats/distributions/antithetic.ts';
import { byInversion } from '../../src/stats/distributions/by-inversion.ts';
import { exponentialDistribution } from '../../src/stats/distributions/exponential-distribution.ts';
import { meanInterval } from '../../src/stats/interval.ts';
import { pairedDifferenceInterval } from '../../src/stats/paired-difference-interval.ts';

const LEVEL = 0.95;
const unit = byInversion(exponentialDistribution(1));
/** Mean wait of the first hundred customers of an M/M/1 queue that begins empty (Lindley's recursion). */
function meanWait(serviceMean: number, arrivals: RandomStream, services: RandomStream): number {
  let wait = 0;
  let sum = 0;
  for (let customer = 0; customer < 100; customer += 1) {
    sum += wait;
    wait = Math.max(0, wait + serviceMean * unit.draw(services) - unit.draw(arrivals));
  }
  return sum / 100;
}
const run = (serviceMean: number, name: string, of = (stream: RandomStream) => stream): number =>
  meanWait(serviceMean, of(openStream(`${name}/arrivals`)), of(openStream(`${name}/services`)));
const replications = (count: number, one: (replication: number) => number): number[] =>
  Array.from({ length: count }, (_, replication) => one(replication));

describe('common random numbers', () => {
  const slow = replications(60, (r) => run(0.9, `common/${r}`));
  const fast = replications(60, (r) => run(0.8, `common/${r}`));
  const other = replications(60, (r) => run(0.8, `independent/${r}`));

  test('take most of the variance out of a difference; independent runs do not', () => {
    const { correlation, varianceReduction } = pairedDifferenceInterval(slow, fast, LEVEL);
    expect(correlation).toBeGreaterThan(0.9);
    expect(varianceReduction).toBeGreaterThan(0.8);
    expect(pairedDifferenceInterval(slow, other, LEVEL).varianceReduction).toBeLessThan(0.4);
  });
  test('the gain is that of the variances: 1 − Var(a − b) / (Var a + Var b)', () => {
    const differences = slow.map((value, i) => value - fast[i]!);
    const wanted = 1 - sampleVariance(differences) / (sampleVariance(slow) + sampleVariance(fast));
    const { interval, varianceReduction } = pairedDifferenceInterval(slow, fast, LEVEL);
    expect(varianceReduction).toBeCloseTo(wanted, 14);
    expect(interval).toEqual(meanInterval(differences, LEVEL));
  });
});

describe('antithetic pairs', () => {
  const one = (name: string) => run(0.9, name);
  const other = (name: string) => run(0.9, name, antithetic);
  const names = replications(60, (r) => r).map((r) => `pair/${r}`);

  test('make the interval narrower; two independent runs a pair would not', () => {
    const { correlation, varianceReduction } = antitheticInterval(names.map(one), names.map(other), LEVEL);
    expect(correlation).toBeLessThan(-0.1);
    expect(varianceReduction).toBeGreaterThan(0.1);
    const independent = antitheticInterval(
      names.map(one),
      names.map((name) => one(`${name}/b`)),
      LEVEL,
    );
    expect(Math.abs(independent.varianceReduction!)).toBeLessThan(0.4);
  });
  test('the gain is that of the variances: 1 − Var((a + b) / 2) / ((Var a + Var b) / 4), and the interval that of the pairs', () => {
    const [first, second] = [names.map(one), names.map(other)];
    const means = first.map((value, i) => (value + second[i]!) / 2);
    const { interval, varianceReduction } = antitheticInterval(first, second, LEVEL);
    expect(varianceReduction).toBeCloseTo(
      1 - (4 * sampleVariance(means)) / (sampleVariance(first) + sampleVariance(second)),
      12,
    );
    expect(interval).toEqual(meanInterval(means, LEVEL));
  });
  test('intervals of pairs hold the truth 95 times in a hundred', () => {
    const random = openStream('antithetic/coverage');
    const intervals = Array.from({ length: 600 }, () => {
      const u = replications(8, () => random.uniform());
      return antitheticInterval(
        u.map((x) => x * x),
        u.map((x) => (1 - x) ** 2),
        LEVEL,
      ).interval;
    });
    const { share } = coverage(intervals, 1 / 3, 0.999);
    expect(share.high).toBeGreaterThan(LEVEL);
    expect(share.low).toBeGreaterThan(0.9);
  });
});

test('too few pairs, or values that do not vary, give no correlation and no gain', () => {
  expect(pairedDifferenceInterval([1, 2], [1, 3], LEVEL)).toMatchObject({ correlation: null, varianceReduction: null });
  expect(pairedDifferenceInterval([1, 2, 4], [5, 5, 5], LEVEL)).toMatchObject({ correlation: null });
  expect(pairedDifferenceInterval([1], [3], LEVEL).interval).toMatchObject({ mean: -2, halfWidth: null });
});
test('lists of different lengths are refused', () => {
  expect(() => pairedDifferenceInterval([1, 2], [1], LEVEL)).toThrow(/^second: wanted as many/);
});
