import { expect, test } from 'vitest';
import { TimeAverage } from '../../src/stats/time-average.ts';

test('weighs levels by how long they lasted, from the last reset on', () => {
  const level = new TimeAverage();
  level.add(2, 10);
  level.add(1, 15);
  expect(level.mean(20)).toBe((2 * 5 + 3 * 5) / 20);
  level.resetAt(20);
  level.add(-3, 25);
  expect(level.mean(30)).toBe(1.5);
  expect(level.max).toBe(3);
});
test('over no time the mean is the level itself', () => {
  const level = new TimeAverage();
  level.add(2, 0);
  expect([level.mean(0), level.area(0), level.level]).toEqual([2, 0, 2]);
});
