import { expect, test } from 'vitest';
import { EVENT_LISTS, holdModel } from '../../bench/hold-model.ts';
import { mm1 } from '../../bench/mm1.ts';
import { ours, race } from '../../bench/question.ts';
import { simulatedDay } from '../../bench/simulated-day.ts';
import { sizingAnswers } from '../../bench/sizing-answer.ts';
import { tandem } from '../../bench/tandem.ts';

test.each([
  ['sizing', () => sizingAnswers(2)],
  ['simulated day', () => simulatedDay(5)],
  ['M/M/1', () => mm1(2000)],
  ['tandem', () => tandem(2000)],
])('the benchmark of the %s still runs, and computes the same twice', (_name, work) => {
  const [first] = race([ours('once', work)], 1);
  const [again] = race([ours('again', work)], 1);
  expect(first?.hash).toMatch(/^[0-9a-f]{12}$/);
  expect(again?.hash).toBe(first?.hash);
});

test('all event lists take the same events in the hold model', () => {
  const times = EVENT_LISTS.map((name) => holdModel(name, 500, 5000).lastTime);
  expect(new Set(times).size).toBe(1);
});
