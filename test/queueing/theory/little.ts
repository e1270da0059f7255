// Laws that every answer has to keep, whatever the model: checked on answers, not on formulas.
import { expect } from 'vitest';
import type { StationAnswer } from '../../../src/queueing/answer.ts';

/** Relative closeness; equal infinities are close. */
export function expectClose(got: number, wanted: number, relative = 1e-9): void {
  if (got === wanted) return;
  expect(Math.abs(got - wanted), `${got} should be ${wanted}`).toBeLessThanOrEqual(
    relative * Math.max(Math.abs(wanted), 1e-12),
  );
}

/** Little's law for the station and for its queue. @param rate customers that enter, if not those that are served. */
export function expectLittle(answer: StationAnswer, rate = answer.throughputPerSecond): void {
  if (!answer.stable) {
    expect(answer).toMatchObject({
      meanWaitingSeconds: Number.POSITIVE_INFINITY,
      meanResponseSeconds: Number.POSITIVE_INFINITY,
      meanNumber: Number.POSITIVE_INFINITY,
      meanQueueLength: Number.POSITIVE_INFINITY,
    });
    return;
  }
  expectClose(answer.meanNumber, rate * answer.meanResponseSeconds);
  expectClose(answer.meanQueueLength, rate * answer.meanWaitingSeconds);
  expect(answer.meanWaitingSeconds).toBeGreaterThanOrEqual(0);
  expect(answer.meanNumber).toBeGreaterThanOrEqual(answer.meanQueueLength);
}
