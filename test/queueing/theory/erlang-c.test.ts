import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utilisationAtWaiting, waitingProbability } from '../../../src/queueing/stations/erlang-c.ts';

describe('the chance of waiting at c servers', () => {
  // By the textbook's sum (a^c / c!) / (1 − ρ) / (Σ a^k / k! + …) in exact fractions, not by the recurrence.
  it.each([
    [1, 0.8],
    [2, 0.7111111111111111],
    [4, 0.5964324717874044],
    [8, 0.4576449254420161],
    [16, 0.3048839129300168],
    [32, 0.1606232135900923],
  ])('on %d cores at a utilisation of 0.8 is %d', (servers, expected) => {
    expect(waitingProbability(servers, 0.8)).toBeCloseTo(expected, 12);
  });

  it('equals the exact 32/45 for M/M/2 at 80 % and 0.63532 for M/M/8 at 87.5 % (Kleinrock, vol. 1, ch. 3)', () => {
    expect(waitingProbability(2, 0.8)).toBeCloseTo(32 / 45, 14);
    expect(waitingProbability(8, 0.875)).toBeCloseTo(0.6353160175364294, 14);
  });

  it('is 0 without load, 1 at and past saturation', () => {
    expect(waitingProbability(4, 0)).toBe(0);
    expect(waitingProbability(4, 1)).toBe(1);
    expect(waitingProbability(4, 7)).toBe(1);
    expect(waitingProbability(4, 1 - 1e-9)).toBeCloseTo(1, 7);
  });

  it.each([
    [1, 30],
    [2, 47],
    [4, 61],
    [8, 72],
    [16, 80],
    [32, 86],
  ])('is held at 0.30 on %d cores by using %d percent of them', (servers, percent) => {
    expect(Math.round(100 * utilisationAtWaiting(servers, 0.3))).toBe(percent);
  });

  it('rises with utilisation and falls with servers', () => {
    const rho = fc.double({ min: 0.01, max: 0.98, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), rho, (servers, utilisation) => {
        const here = waitingProbability(servers, utilisation);
        expect(waitingProbability(servers, utilisation + 0.01)).toBeGreaterThan(here);
        expect(waitingProbability(servers + 1, utilisation)).toBeLessThan(here);
        if (here > 1e-9) expect(utilisationAtWaiting(servers, here)).toBeCloseTo(utilisation, 6);
      }),
    );
  });
});
