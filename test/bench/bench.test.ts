import { expect, test } from 'vitest';
import { mm1 } from '../../bench/mm1.ts';
import { simulatedDay } from '../../bench/simulated-day.ts';
import { sizingAnswer } from '../../bench/sizing-answer.ts';

test.each([
  ['sizing', () => sizingAnswer(2)],
  ['simulated day', () => simulatedDay(5, 1)],
  ['M/M/1', () => mm1(2000, 1)],
])('the benchmark of the %s still runs, and computes the same twice', (_name, run) => {
  const { value, hash } = run();
  expect(value).toBeGreaterThan(0);
  expect(run().hash).toBe(hash);
});
