import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { within } from '../../../src/engine/dns/within.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('gives what the work brings in time, and leaves no timer behind', async () => {
  expect(await within(Promise.resolve('here'), 5, 'late')).toBe('here');
  expect(vi.getTimerCount()).toBe(0);
});
test('gives the other value when time is over', async () => {
  const waiting = within(new Promise(() => {}), 5, 'late');
  await vi.advanceTimersByTimeAsync(4999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await waiting).toBe('late');
});
test('passes a failure of the work on', async () => {
  await expect(within(Promise.reject(new Error('no')), 5, 'late')).rejects.toThrow('no');
});
