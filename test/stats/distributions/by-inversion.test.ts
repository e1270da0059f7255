// Mirror images of streams, and what they need: draws by inversion.
import { sampleCorrelation } from 'simple-statistics';
import { expect, test } from 'vitest';
import { openStream } from '../../../src/core/random-streams.ts';
import { antithetic } from '../../../src/stats/distributions/antithetic.ts';
import { byInversion } from '../../../src/stats/distributions/by-inversion.ts';
import { exponentialDistribution } from '../../../src/stats/distributions/exponential-distribution.ts';

const mirrored = <T>(draw: (random: ReturnType<typeof openStream>) => T, count: number): [T[], T[]] => {
  const [stream, mirror] = [openStream('mirror'), antithetic(openStream('mirror'))];
  return [Array.from({ length: count }, () => draw(stream)), Array.from({ length: count }, () => draw(mirror))];
};

test('a uniform draw and its mirror image add up to the largest draw, exactly', () => {
  const [first, second] = mirrored((random) => random.uniform(), 1000);
  for (const [i, u] of first.entries()) expect(u + second[i]!).toBe(1 - 2 ** -53);
});
test('the mirror image of 0 is still below 1, so no quantile is infinite', () => {
  const mirror = antithetic({ bits32: () => 0, uniform: () => 0 });
  expect(mirror.uniform()).toBeLessThan(1);
  expect(byInversion(exponentialDistribution(1)).draw(mirror)).toBeLessThan(40);
  expect(mirror.bits32()).toBe(-1);
});
test('by inversion, exponential pairs are correlated by 1 − π²/6 = −0.645', () => {
  const distribution = byInversion(exponentialDistribution(2));
  const [first, second] = mirrored((random) => distribution.draw(random), 20_000);
  expect(Math.abs(sampleCorrelation(first, second) - (1 - Math.PI ** 2 / 6))).toBeLessThan(0.02);
});
test('by ziggurat they hardly are: why inversion is there', () => {
  const distribution = exponentialDistribution(2);
  const [first, second] = mirrored((random) => distribution.draw(random), 20_000);
  expect(Math.abs(sampleCorrelation(first, second))).toBeLessThan(0.3);
});
test('by inversion a draw rises with the uniform, one for one', () => {
  const distribution = byInversion(exponentialDistribution(2));
  const [stream, other] = [openStream('one'), openStream('one')];
  const pairs = Array.from({ length: 100 }, () => [stream.uniform(), distribution.draw(other)] as const);
  const drawn = [...pairs].sort(([a], [b]) => a - b).map(([, value]) => value);
  expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
});
