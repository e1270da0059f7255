import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB, TIB } from '../../src/core/units.ts';
import { ssdCacheFor } from '../../src/sizing/ssd-cache.ts';
import { smallestPairsFor } from '../../src/sizing/ssd-pairs.ts';
import { guide } from './guide.ts';

const GB = 1e9;
const exampleBytes = 6_727_680_000_000;

describe('SSD cache (1.5)', () => {
  it('is 122.88 GB for 1 TB of mail, twice 61.44 GB of hot data, which the guide rounds to 61.4 and 122.8', () => {
    const { hotBytes, recommendedBytes, recommendedDisplay } = ssdCacheFor(TIB, 200, guide);
    expect(hotBytes.high / GIB).toBeCloseTo(61.44, 8);
    expect(recommendedBytes.high / GIB).toBeCloseTo(122.88, 8);
    expect(recommendedDisplay).toEqual({ low: '61.44 GB', high: '122.88 GB' });
  });

  it('disagrees with the guide’s table at 6 % for 200 users over three years, and agrees at 3 %', () => {
    const cache = ssdCacheFor(exampleBytes, 200, guide);
    expect(cache).toMatchObject({
      tier: '480 GB × 2',
      tierBand: '< 500 users',
      tierBytes: 480 * GB,
      tierDisplay: '447.03 GB',
      recommendedDisplay: { low: '375.94 GB', high: '751.88 GB' },
      recommendedLabel: { low: '403.66 GB', high: '807.32 GB' },
      binding: 'formula',
      formulaPair: '1 TB × 2',
      formulaPairBytes: 1000 * GB,
    });
    expect(cache.explanation).toMatch(/at 3 % .* hold the first but not the second/);
  });

  it('binds by the table where the formula asks for less at both shares', () => {
    const cache = ssdCacheFor(TIB, 1001, guide);
    expect(cache).toMatchObject({ binding: 'tier', tier: '2 TB × 2', formulaPair: '480 GB × 2' });
    expect(cache.explanation).toMatch(/hold both\.$/);
  });

  it('says so where the table’s pair holds not even 3 %', () => {
    expect(ssdCacheFor(20 * TIB, 200, guide).explanation).toMatch(/hold neither/);
  });

  it.each([
    [1, '480 GB × 2'],
    [499, '480 GB × 2'],
    [500, '1 TB × 2'],
    [999, '1 TB × 2'],
    [1000, '1 TB × 2'],
    [1001, '2 TB × 2'],
  ])('for %d users is %s by the table', (users, tier) => {
    expect(ssdCacheFor(TIB, users, guide).tier).toBe(tier);
  });

  it('needs 2, 3, 4 and 4 drives in RAID 1, 5, 6 and 10', () => {
    expect(ssdCacheFor(TIB, 1, guide).leastDrives).toEqual({ raid1: 2, raid5: 3, raid6: 4, raid10: 4 });
  });

  it('binds by the formula exactly when the pair of the table is too small for it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 * TIB }), fc.integer({ min: 1, max: 2000 }), (bytes, users) => {
        const cache = ssdCacheFor(bytes, users, guide);
        expect(cache.binding === 'formula').toBe(cache.tierBytes < cache.recommendedBytes.high);
        expect(cache.formulaPairBytes).toBeGreaterThanOrEqual(cache.recommendedBytes.high);
      }),
    );
  });
});

describe('pairs of SSDs', () => {
  const catalogue = [480, 1000, 2000];

  it.each([
    [0, '480 GB × 2'],
    [480 * GB, '480 GB × 2'],
    [480 * GB + 1, '1 TB × 2'],
    [2000 * GB, '2 TB × 2'],
    [2000 * GB + 1, '2 TB × 4'],
    [4500 * GB, '2 TB × 6'],
  ])('for %d bytes are %s', (bytes, name) => {
    expect(smallestPairsFor(bytes, catalogue).name).toBe(name);
  });

  it('are the fewest and then the smallest that hold the bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), (gb) => {
        const { pairs, usableBytes } = smallestPairsFor(gb * GB, catalogue);
        const choices = catalogue.map((driveGb) => pairs * driveGb * GB).filter((bytes) => bytes >= gb * GB);
        expect(usableBytes).toBe(Math.min(...choices));
        expect((pairs - 1) * 2000).toBeLessThan(gb);
      }),
    );
  });
});
