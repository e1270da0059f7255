// What every distribution promises, as a suite that runs over each of them.
import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/core/random-streams.ts';
import { byInversion } from '../../../src/stats/distributions/by-inversion.ts';
import { type Distribution, squaredCoefficientOfVariation } from '../../../src/stats/distributions/distribution.ts';
import { Tally } from '../../../src/stats/tally.ts';
import { criticalDistance, kolmogorovSmirnovDistance } from '../kolmogorov-smirnov.ts';

const DRAWS = 20_000;
const PROBABILITIES = [1e-6, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1 - 1e-6];

export const drawsOf = (distribution: Distribution, seed: string, count = DRAWS): number[] => {
  const random = openStream(seed);
  return Array.from({ length: count }, () => distribution.draw(random));
};

/** Distance of a sample's mean from what it should be, in standard errors. */
function standardErrorsOff(values: readonly number[], wanted: number): number {
  const tally = new Tally();
  for (const value of values) tally.record(value);
  const off = Math.abs(tally.mean - wanted);
  return off <= 1e-12 * Math.abs(wanted) ? 0 : off / Math.sqrt(tally.variance / tally.count);
}

export function distributionContract(name: string, distribution: Distribution, kind: 'continuous' | 'discrete'): void {
  describe(name, () => {
    const draws = drawsOf(distribution, name);
    const distanceOf = (values: readonly number[]): number =>
      kolmogorovSmirnovDistance(values, (x) => distribution.cdf(x));

    test('has the moments that it states, within 4 standard errors', () => {
      expect(standardErrorsOff(draws, distribution.mean)).toBeLessThan(4);
      const squares = draws.map((value) => value * value);
      expect(standardErrorsOff(squares, distribution.secondMoment)).toBeLessThan(4);
      expect(squaredCoefficientOfVariation(distribution)).toBeGreaterThanOrEqual(0);
    });
    test('draws follow the distribution function; a fifth more of each would be noticed', () => {
      expect(distanceOf(draws)).toBeLessThan(criticalDistance(DRAWS));
      expect(distanceOf(draws.map((value) => 1.2 * value))).toBeGreaterThan(criticalDistance(DRAWS));
    });
    test('draws by inversion follow it too', () => {
      expect(distanceOf(drawsOf(byInversion(distribution), `${name}/inversion`, 4000))).toBeLessThan(
        criticalDistance(4000),
      );
    });
    test('the same stream gives the same draws', () => {
      expect(drawsOf(distribution, name, 100)).toEqual(draws.slice(0, 100));
    });
    test('quantile and distribution function are inverse to each other', () => {
      for (const p of PROBABILITIES) {
        const x = distribution.quantile(p);
        if (kind === 'continuous') expect(Math.abs(distribution.cdf(x) - p)).toBeLessThan(1e-12);
        else expect(distribution.cdf(x)).toBeGreaterThanOrEqual(p);
        expect(distribution.cdf(x - 1e-9 * Math.abs(x))).toBeLessThanOrEqual(p);
      }
    });
    test('both rise, from 0 to 1 and between the ends', () => {
      const rising = (values: readonly number[]): boolean =>
        values.every((value, i) => i === 0 || value >= values[i - 1]!);
      expect(rising([0, ...PROBABILITIES, 1].map((p) => distribution.quantile(p)))).toBe(true);
      const shares = [...draws].sort((a, b) => a - b).map((x) => distribution.cdf(x));
      expect(rising(shares)).toBe(true);
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(distribution.cdf(Number.NEGATIVE_INFINITY)).toBe(0);
      expect(distribution.cdf(Number.POSITIVE_INFINITY)).toBe(1);
    });
    test('refuses a probability that is none', () => {
      for (const p of [-0.1, 1.1, Number.NaN]) expect(() => distribution.quantile(p)).toThrow(/^p: wanted/);
    });
  });
}
