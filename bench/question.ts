// A benchmark answers one question: who does the same work in what time. All contestants take turns in one run, so that a busy moment of
// the machine meets all of them; medians are compared as ratios. A hash of what was computed shows that nobody got faster by computing
// less.
import { createHash } from 'node:crypto';

export interface Contestant {
  readonly name: string;
  /** Does the work once. @returns milliseconds, and what was computed where it can be told. */
  readonly run: () => { readonly milliseconds: number; readonly result?: unknown };
}

export interface Standing {
  readonly name: string;
  readonly medianMilliseconds: number;
  /** Least and greatest, for the feel of the noise. */
  readonly range: readonly [number, number];
  /** Short hash of the result; null where it cannot be told. */
  readonly hash: string | null;
}

const hashOf = (result: unknown): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('hex').slice(0, 12);

/** Work of our own, timed. */
export const ours = (name: string, work: () => unknown): Contestant => ({
  name,
  run() {
    const start = performance.now();
    const result = work();
    return { milliseconds: performance.now() - start, result };
  },
});

/** @param rounds in each of which everybody runs once, after one that is not counted. */
export function race(contestants: readonly Contestant[], rounds: number): Standing[] {
  const runs = Array.from({ length: rounds + 1 }, () => contestants.map(({ run }) => run())).slice(1);
  return contestants.map(({ name }, index) => {
    const times = runs.map((round) => round[index]!.milliseconds).sort((a, b) => a - b);
    const { result } = runs[0]![index]!;
    return {
      name,
      medianMilliseconds: times[Math.floor(times.length / 2)]!,
      range: [times[0]!, times.at(-1)!],
      hash: result === undefined ? null : hashOf(result),
    };
  });
}
