// The ziggurat samplers: what their tables promise, shares of draws beyond and within, and independence of place and layer.
import { describe, expect, test } from 'vitest';
import type { RandomStream } from '../../../src/core/random.ts';
import { openStream } from '../../../src/core/random-streams.ts';
import { exponential } from '../../../src/stats/distributions/exponential.ts';
import { standardNormal } from '../../../src/stats/distributions/normal.ts';
import { standardExponential } from '../../../src/stats/distributions/standard-exponential.ts';
import { buildZiggurat } from '../../../src/stats/distributions/ziggurat.ts';
import { exp } from '../../../src/stats/portable/exp.ts';
import { log } from '../../../src/stats/portable/log.ts';
import { normalCdf, normalQuantile } from '../../../src/stats/special/normal.ts';

const DRAWS = 400_000;
/** A stream that gives one word, then those of another stream. */
const beginningWith = (word: number, rest: RandomStream): RandomStream => {
  let first = true;
  return {
    bits32: () => {
      const bits = first ? word >>> 0 : rest.bits32();
      first = false;
      return bits;
    },
    uniform: () => rest.uniform(),
  };
};
const wordOf = (cell: number, layer: number): number => (cell << 8) | layer;

/** Pearson's statistic over cells of equal probability, as a number of standard deviations from its mean. */
function unevenness(draw: (random: RandomStream) => number, quantile: (p: number) => number, seed: string): number {
  const cells = 400;
  const edges = Array.from({ length: cells - 1 }, (_, i) => quantile((i + 1) / cells));
  const counts = new Float64Array(cells);
  const random = openStream(seed);
  for (let i = 0; i < DRAWS; i += 1) {
    const value = draw(random);
    let low = 0;
    let high = cells - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < edges[middle]!) high = middle;
      else low = middle + 1;
    }
    counts[low]! += 1;
  }
  const wanted = DRAWS / cells;
  const statistic = counts.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0);
  return (statistic - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

/** Standard errors that a share of draws is off. */
function shareOff(draw: (random: RandomStream) => number, beyond: number, probability: number, seed: string): number {
  const random = openStream(seed);
  let count = 0;
  for (let i = 0; i < DRAWS; i += 1) if (Math.abs(draw(random)) > beyond) count += 1;
  return Math.abs(count - DRAWS * probability) / Math.sqrt(DRAWS * probability * (1 - probability));
}

describe('tables', () => {
  const right = 7.69711747013105;
  const area = (right + 1) * Math.exp(-right);
  const build = (end: number) =>
    buildZiggurat(
      (x) => exp(-x),
      (y) => -log(y),
      end,
      area,
      1 << 24,
    );
  const areasOf = ({ heights, cellWidths }: ReturnType<typeof build>): number[] =>
    Array.from({ length: 255 }, (_, i) => cellWidths[i + 1]! * (1 << 24) * (heights[i + 2]! - heights[i + 1]!));

  test('all layers above the lowest have the same area, the top one included', () => {
    for (const layer of areasOf(build(right))) expect(layer / area).toBeCloseTo(1, 9);
  });
  test('they would not with the tail beginning elsewhere', () => {
    expect(areasOf(build(right * 1.0001)).some((layer) => Math.abs(layer / area - 1) > 1e-5)).toBe(true);
  });
  test('only cells wholly under the density are taken without asking', () => {
    const { cellWidths, insideCells } = build(right);
    for (let i = 0; i < 256; i += 1)
      expect(insideCells[i]! * cellWidths[i]!).toBeLessThanOrEqual(cellWidths[i + 1]! * (1 << 24) * (1 + 1e-15));
  });
});

describe('exponential', () => {
  const quantile = (p: number): number => -Math.log1p(-p);
  test('is even over 400 cells of equal probability', () => {
    expect(Math.abs(unevenness(standardExponential, quantile, 'exponential/even'))).toBeLessThan(4);
  });
  test('would not be with a fiftieth more', () => {
    expect(unevenness((random) => exponential(1.02, random), quantile, 'exponential/even')).toBeGreaterThan(4);
  });
  test.each([0.001, 3, 7, 7.7, 9])('share of draws beyond %s', (beyond) => {
    expect(shareOff(standardExponential, beyond, Math.exp(-beyond), `exponential/${beyond}`)).toBeLessThan(4);
  });
  test('is never zero', () => {
    for (let layer = 0; layer < 256; layer += 1)
      expect(standardExponential(beginningWith(wordOf(0, layer), openStream('zero')))).toBeGreaterThan(0);
  });
});

describe('normal', () => {
  test('is even over 400 cells of equal probability', () => {
    expect(Math.abs(unevenness(standardNormal, normalQuantile, 'normal/even'))).toBeLessThan(4);
  });
  test('would not be with a fiftieth more', () => {
    expect(unevenness((random) => 1.02 * standardNormal(random), normalQuantile, 'normal/even')).toBeGreaterThan(4);
  });
  test.each([0.001, 2, 3.6, 3.66, 4])('share of draws farther out than %s', (beyond) => {
    expect(shareOff(standardNormal, beyond, 2 * normalCdf(-beyond), `normal/${beyond}`)).toBeLessThan(4);
  });
  test('a word and the one with the other cell bits give values of opposite sign', () => {
    for (let layer = 0; layer < 255; layer += 1) {
      const word = wordOf(1000, layer);
      const value = standardNormal(beginningWith(word, openStream('sign')));
      expect(value).toBeGreaterThan(0);
      expect(standardNormal(beginningWith(~word ^ 255, openStream('sign')))).toBe(-value);
    }
  });
});

test('the place is the same in every layer for the same upper bits: the layer bits have no part in it', () => {
  const inFirstCell = (layer: number): number =>
    standardExponential(beginningWith(wordOf(0, layer), openStream('unused')));
  for (let layer = 1; layer < 255; layer += 1) {
    const value = standardExponential(beginningWith(wordOf(5000, layer), openStream('unused')));
    expect(value / inFirstCell(layer)).toBeCloseTo(10_001, 8);
  }
});
