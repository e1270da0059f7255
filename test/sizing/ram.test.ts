import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { ramFor } from '../../src/sizing/ram.ts';
import { guide } from './guide.ts';

describe('RAM (1.2)', () => {
  it.each([
    [1, 8, false],
    [200, 8, false],
    [249, 8, false],
    [250, 16, false],
    [251, 16, false],
    [499, 16, false],
    [500, 32, true],
    [501, 32, false],
    [999, 32, false],
    [1000, 32, false],
    [1001, 64, false],
    [1_000_000, 64, false],
  ])('%d users need %d GiB; in two bands: %s', (users, gib, sharedEdge) => {
    expect(ramFor(users, guide)).toMatchObject({ row: '1.2', gib, sharedEdge });
  });

  it('tells the band in the guide’s words and where the next one starts', () => {
    expect(ramFor(200, guide)).toMatchObject({ band: '< 250 users', nextBand: { fromUsers: 250, gib: 16 } });
    expect(ramFor(1000, guide)).toMatchObject({ band: '500 - 1000 users', nextBand: { fromUsers: 1001, gib: 64 } });
    expect(ramFor(1001, guide)).toMatchObject({ band: '> 1,000 users', nextBand: null });
  });

  it('never shrinks with more users', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (users) => {
        expect(ramFor(users + 1, guide).gib).toBeGreaterThanOrEqual(ramFor(users, guide).gib);
      }),
    );
  });

  it('is not told for half or no users', () => {
    for (const users of [0, -1, 1.5, Number.NaN]) expect(() => ramFor(users, guide)).toThrow(InputError);
  });
});
