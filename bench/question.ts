// A benchmark answers one question with one number, and a hash of what it computed, so that nobody gets faster by computing less.
import { createHash } from 'node:crypto';

export interface Answer {
  readonly question: string;
  readonly value: number;
  readonly unit: string;
  /** Short hash of the computed result. */
  readonly hash: string;
}

export const hashOf = (result: unknown): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('hex').slice(0, 12);

/** Median time of several runs in milliseconds, after one that warms up; and the last result. */
export function medianMilliseconds<T>(runs: number, work: () => T): { milliseconds: number; result: T } {
  let result = work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    result = work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { milliseconds: times[Math.floor(times.length / 2)] ?? 0, result };
}
