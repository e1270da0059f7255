import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { volumeFor } from '../../src/sizing/volume.ts';
import { guide } from './guide.ts';

const example = { users: 200, mailsPerUserPerDay: 100, meanMessageBytes: 300 * 1024, years: 3 };

describe('volume (1.4)', () => {
  it('holds 6.12 TB, on a label 6.73 TB, for the guide’s 200 users over three years', () => {
    expect(volumeFor(example, guide)).toEqual({
      row: '1.4',
      bytes: 6_727_680_000_000,
      display: '6.12 TB',
      labelDisplay: '6.73 TB',
      days: 1095,
      formula: '100 mails × 300 KB × 200 users × 1095 days',
    });
  });

  it('counts years of 365 days to the nearest day, at least one', () => {
    const days = (years: number): number => volumeFor({ ...example, years }, guide).days;
    expect([5, 2.2, 0.5, 0.001].map(days)).toEqual([1825, 803, 183, 1]);
  });

  it('says one mail, one user, one day, and bytes where the mean is no whole KB', () => {
    const { formula } = volumeFor({ users: 1, mailsPerUserPerDay: 1, meanMessageBytes: 1000, years: 1 / 365 }, guide);
    expect(formula).toBe('1 mail × 1000 bytes × 1 user × 1 day');
  });

  it('is zero for users without mail', () => {
    expect(volumeFor({ ...example, mailsPerUserPerDay: 0 }, guide).bytes).toBe(0);
  });

  it('refuses what no server has', () => {
    const wrong = [
      { users: 0 },
      { users: 1.5 },
      { users: -200 },
      { users: Number.NaN },
      { mailsPerUserPerDay: -1 },
      { mailsPerUserPerDay: Number.POSITIVE_INFINITY },
      { meanMessageBytes: 0 },
      { meanMessageBytes: 1e308 },
      { years: 0 },
      { years: Number.NaN },
    ];
    for (const change of wrong) expect(() => volumeFor({ ...example, ...change }, guide)).toThrow(InputError);
  });

  it('refuses a result that a double cannot count, and takes one just below', () => {
    const load = { users: 1, mailsPerUserPerDay: 1, years: 1 / 365 };
    expect(volumeFor({ ...load, meanMessageBytes: 2 ** 53 - 1 }, guide).bytes).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => volumeFor({ ...load, meanMessageBytes: 2 ** 53 }, guide)).toThrow(/storage\.bytes/);
  });

  it('grows with users, mails, size and years', () => {
    const load = fc.record({
      users: fc.integer({ min: 1, max: 10_000 }),
      mailsPerUserPerDay: fc.integer({ min: 0, max: 500 }),
      meanMessageBytes: fc.integer({ min: 1, max: 400_000 }),
      years: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(load, fc.constantFrom('users', 'mailsPerUserPerDay', 'meanMessageBytes', 'years'), (less, what) => {
        const more = { ...less, [what]: less[what] + 1 };
        expect(volumeFor(more, guide).bytes).toBeGreaterThanOrEqual(volumeFor(less, guide).bytes);
      }),
    );
  });
});
