// The sequential stopping rule: by hand, and whether the means it stops at are as good as was asked for.
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { standardExponential } from '../../src/stats/distributions/standard-exponential.ts';
import { normalQuantile } from '../../src/stats/special/normal.ts';
import { adviseStopping, type PrecisionGoal } from '../../src/stats/stopping-rule.ts';

const GOAL: PrecisionGoal = { relativeError: 0.25, level: 0.9, atLeast: 10, atMost: 2000 };

describe('by hand', () => {
  test('too few replications go on even when they agree', () => {
    expect(adviseStopping(GOAL, [5, 5, 5])).toMatchObject({ stop: false, because: 'too few', moreNeeded: 7 });
    expect(
      adviseStopping(
        GOAL,
        Array.from({ length: 10 }, () => 5),
      ),
    ).toMatchObject({
      stop: true,
      because: 'precise',
      moreNeeded: 0,
    });
  });
  test('the half width must fall to γ / (1 + γ) of the mean', () => {
    const values = Array.from({ length: 10 }, (_, i) => 10 + (i % 2 === 0 ? 3.6 : -3.6));
    const { interval } = adviseStopping(GOAL, values);
    const relative = interval.halfWidth! / interval.mean;
    // Between the two bounds: enough for γ of the mean found, not for γ of the true mean.
    const between = { ...GOAL, relativeError: relative * 1.1 };
    expect(relative).toBeGreaterThan(between.relativeError / (1 + between.relativeError));
    expect(adviseStopping(between, values).because).toBe('not precise');
    expect(adviseStopping({ ...GOAL, relativeError: relative / (1 - relative) + 1e-9 }, values).because).toBe(
      'precise',
    );
  });
  test('the estimate of what is missing: with it, and not with one less, the present variance would do', () => {
    const values = [1, 9, 2, 8, 3, 7, 4, 6, 5, 5];
    const { interval, moreNeeded } = adviseStopping({ ...GOAL, relativeError: 0.05 }, values);
    const deviation = (interval.halfWidth! * Math.sqrt(10)) / 1.8331129326562365;
    // With the normal quantile in the place of t it would be a little less.
    const rough = ((normalQuantile(0.95) * deviation) / (5 * (0.05 / 1.05))) ** 2;
    expect(10 + moreNeeded!).toBeGreaterThanOrEqual(rough);
    expect(10 + moreNeeded!).toBeLessThanOrEqual(rough + 3);
  });
  test('stops at the most replications in any case, and says what is missing', () => {
    const advice = adviseStopping({ ...GOAL, relativeError: 0.001, atMost: 10 }, [1, 9, 2, 8, 3, 7, 4, 6, 5, 5]);
    expect(advice).toMatchObject({ stop: true, because: 'most reached' });
    expect(advice.moreNeeded).toBeGreaterThan(100_000);
  });
  test('cannot say what is missing after one value, or around a mean of zero', () => {
    expect(adviseStopping(GOAL, [3])).toMatchObject({ stop: false, because: 'too few', moreNeeded: null });
    const around = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    expect(adviseStopping(GOAL, around)).toMatchObject({ stop: false, because: 'not precise', moreNeeded: null });
  });
  test('refuses goals that cannot be meant', () => {
    expect(() => adviseStopping({ ...GOAL, relativeError: 0 }, [1])).toThrow(/^relativeError/);
    expect(() => adviseStopping({ ...GOAL, level: 1 }, [1])).toThrow(/^level/);
    expect(() => adviseStopping({ ...GOAL, atLeast: 1 }, [1])).toThrow(/^atLeast/);
    expect(() => adviseStopping({ ...GOAL, atMost: 5 }, [1])).toThrow(/^atMost/);
  });
});

describe('the mean it stops at', () => {
  /** Share of experiments that stop within the wanted relative error of the true mean, 1. */
  function shareWithin(goal: PrecisionGoal, seed: string): number {
    const random = openStream(seed);
    let within = 0;
    for (let experiment = 0; experiment < 400; experiment += 1) {
      const values: number[] = [];
      let advice = adviseStopping(goal, [standardExponential(random)]);
      do {
        // In steps, as a caller with several workers would; a step may not overshoot by much.
        const step = Math.max(1, Math.min(10, Math.floor((advice.moreNeeded ?? 1) / 4)));
        for (let i = 0; i < step; i += 1) values.push(standardExponential(random));
        advice = adviseStopping(goal, values);
      } while (!advice.stop);
      if (Math.abs(advice.interval.mean - 1) <= goal.relativeError) within += 1;
    }
    return within / 400;
  }
  const least = 0.9 - 4 * Math.sqrt((0.9 * 0.1) / 400);
  test('is as near to the truth as was asked for, nine times in ten', () => {
    expect(shareWithin(GOAL, 'stopping')).toBeGreaterThan(least);
  });
  test('would not be if ten replications were enough in any case', () => {
    expect(shareWithin({ ...GOAL, atMost: 10 }, 'stopping')).toBeLessThan(least);
  });
});
