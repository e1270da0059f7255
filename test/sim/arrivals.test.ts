import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { ModulatedArrivals } from '../../src/sim/arrivals/modulated-arrivals.ts';
import { ProfileArrivals } from '../../src/sim/arrivals/profile-arrivals.ts';
import { TraceArrivals } from '../../src/sim/arrivals/trace-arrivals.ts';
import { Kernel } from '../../src/sim/kernel.ts';
import { exponentialDraws } from '../../src/stats/draws.ts';

describe('arrivals', () => {
  const unit = (name: string) => exponentialDraws(1, openStream(name));

  test('a profile is followed step by step: each count within four standard errors of its mean', () => {
    const kernel = new Kernel();
    const rates = [0, 2, 0.5, 10];
    const counts = [0, 0, 0, 0];
    const profile = { ratesPerSecond: rates, stepSeconds: 100 };
    const arrived = (): void => {
      counts[Math.floor(kernel.now / 100) % 4]! += 1;
    };
    new ProfileArrivals(kernel, profile, unit('profile'), arrived).start();
    kernel.run(400 * 50);
    for (const [step, rate] of rates.entries()) {
      const mean = rate * 100 * 50;
      expect(Math.abs(counts[step]! - mean)).toBeLessThanOrEqual(4 * Math.sqrt(mean));
    }
    expect(counts[0]).toBe(0);
  });

  test('a profile of zeros has no arrivals and no events', () => {
    const kernel = new Kernel();
    new ProfileArrivals(kernel, { ratesPerSecond: [0, 0], stepSeconds: 1 }, unit('zero'), () => {}).start();
    expect(kernel.eventsPending).toBe(0);
  });

  test('bursts: the long-run rate is right, and counts vary more than those of a Poisson process', () => {
    const kernel = new Kernel();
    const states = [
      { ratePerSecond: 0.2, meanSeconds: 90 },
      { ratePerSecond: 8, meanSeconds: 10 },
    ];
    let count = 0;
    new ModulatedArrivals(kernel, states, unit('gaps'), unit('stays'), () => {
      count += 1;
    }).start();
    const windows: number[] = [];
    for (let window = 1; window <= 4000; window += 1) {
      const before = count;
      kernel.run(window * 50);
      windows.push(count - before);
    }
    const mean = windows.reduce((sum, value) => sum + value, 0) / windows.length;
    const variance = windows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / windows.length;
    expect(Math.abs(mean / 50 - (0.2 * 90 + 8 * 10) / 100)).toBeLessThan(0.1);
    expect(variance / mean).toBeGreaterThan(10);
  });

  test('a trace is replayed to the second, and refused when it runs backwards', () => {
    const kernel = new Kernel();
    const seen: number[][] = [];
    kernel.run(2);
    new TraceArrivals(kernel, [1, 3, 3, 7], (index) => seen.push([index, kernel.now])).start();
    kernel.run(10);
    expect(seen).toEqual([
      [1, 3],
      [2, 3],
      [3, 7],
    ]);
    expect(() => new TraceArrivals(kernel, [1, 0.5], () => {})).toThrow('arrival 1');
  });
});
