// Parts of antispam without threads, network and disk, for tests of what stands above them.

import type { PatternMatcher } from '../../../src/engine/antispam/patterns/pattern-matcher.ts';
import { createPatternRunner, type PatternRunner } from '../../../src/engine/antispam/patterns/run-patterns.ts';

/** Runs rules in the test's own thread. */
export function localMatcher(): PatternMatcher {
  let runner: PatternRunner | null = null;
  return {
    async load(set) {
      runner = set.files.length + set.keywords.length === 0 ? null : createPatternRunner(set);
      return runner?.report ?? { rules: 0, guarded: 0, asksClientName: false, problems: [] };
    },
    examine: async (set) => createPatternRunner(set).report,
    get report() {
      return runner?.report ?? null;
    },
    match: async (question) =>
      runner && { kind: 'matched', leftOut: [], ...runner.run({ ...question, without: [] }, () => {}) },
    close: async () => {},
  };
}

/** A log that a test can read. */
export function memoryLog() {
  const lines: string[] = [];
  return { lines, log: (event: string, facts: object) => void lines.push(`${event} ${JSON.stringify(facts)}`) };
}
