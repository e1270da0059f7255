import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { closedBounds } from '../../src/sizing/closed-bounds.ts';

/** Exact mean value analysis of single servers (Lazowska et al. 1984, section 6.2): the truth that the bounds must enclose. */
function exactThroughput(demands: readonly number[], population: number, thinkSeconds: number): number {
  let queues = demands.map(() => 0);
  let throughput = 0;
  for (let users = 1; users <= population; users += 1) {
    const residences = demands.map((demand, index) => demand * (1 + (queues[index] ?? 0)));
    throughput = users / (thinkSeconds + residences.reduce((sum, seconds) => sum + seconds, 0));
    queues = residences.map((seconds) => throughput * seconds);
  }
  return throughput;
}

const single = (demands: readonly number[]) =>
  demands.map((demandSeconds, index) => ({ name: `r${index}`, demandSeconds, servers: 1 }));

describe('bounds of a closed class', () => {
  it('enclose exact mean value analysis, the balanced ones inside the asymptotic ones', () => {
    const demands = fc.array(fc.double({ min: 0.001, max: 2, noNaN: true }), { minLength: 1, maxLength: 6 });
    const think = fc.double({ min: 0, max: 30, noNaN: true });
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 60 }), think, (seconds, population, thinkSeconds) => {
        const { asymptotic, balanced } = closedBounds(single(seconds), { population, thinkSeconds });
        const exact = exactThroughput(seconds, population, thinkSeconds);
        const slack = 1 + 1e-9;
        expect(balanced?.throughputPerSecond.least).toBeLessThanOrEqual(exact * slack);
        expect(balanced?.throughputPerSecond.most).toBeGreaterThanOrEqual(exact / slack);
        expect(asymptotic.throughputPerSecond.least).toBeLessThanOrEqual(
          (balanced?.throughputPerSecond.least ?? 0) * slack,
        );
        expect(asymptotic.throughputPerSecond.most).toBeGreaterThanOrEqual(
          (balanced?.throughputPerSecond.most ?? Number.POSITIVE_INFINITY) / slack,
        );
        const response = population / exact - thinkSeconds;
        expect(balanced?.responseSeconds.least).toBeLessThanOrEqual(response + 1e-6);
        expect(balanced?.responseSeconds.most).toBeGreaterThanOrEqual(response - 1e-6);
      }),
    );
  });

  it('meet in the exact answer where every resource is asked for the same and nobody thinks', () => {
    const { balanced } = closedBounds(single([1, 1, 1]), { population: 7, thinkSeconds: 0 });
    expect(balanced?.throughputPerSecond.least).toBeCloseTo(7 / 9, 12);
    expect(balanced?.throughputPerSecond.most).toBeCloseTo(7 / 9, 12);
  });

  it('limit throughput by the slowest resource and response by N·Dmax − Z', () => {
    const { asymptotic, saturationPopulation } = closedBounds(single([2, 0.5, 3]), {
      population: 20,
      thinkSeconds: 15,
    });
    expect(asymptotic.throughputPerSecond.most).toBeCloseTo(1 / 3, 12);
    expect(asymptotic.throughputPerSecond.least).toBeCloseTo(20 / (20 * 5.5 + 15), 12);
    expect(asymptotic.responseSeconds.least).toBeCloseTo(20 * 3 - 15, 12);
    expect(asymptotic.responseSeconds.most).toBeCloseTo(20 * 5.5, 12);
    expect(saturationPopulation).toBeCloseTo(20.5 / 3, 12);
  });

  it('enclose two repairmen for ten machines, exactly 1.51926 repairs, and give no balanced bounds there', () => {
    const repair = [{ name: 'repair', demandSeconds: 1, servers: 2 }];
    const { asymptotic, balanced } = closedBounds(repair, { population: 10, thinkSeconds: 5 });
    expect(asymptotic.throughputPerSecond.least).toBeLessThan(1.51925569397402);
    expect(asymptotic.throughputPerSecond.most).toBeGreaterThan(1.51925569397402);
    expect(balanced).toBeNull();
  });

  it('leave a resource out that nobody asks for anything', () => {
    const load = { population: 5, thinkSeconds: 1 };
    expect(closedBounds(single([1, 0]), load)).toEqual(closedBounds(single([1]), load));
    expect(() => closedBounds(single([0]), load)).toThrow(InputError);
  });
});
