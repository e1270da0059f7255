// The rules and keyword expressions in force. New ones come into force between two messages, and none is lost: who asked the old ones
// is answered by the old ones.
import type { EventLog } from '../../log/event-log.ts';
import type { PatternSet, RuleReport } from './pattern-job.ts';
import { PATTERN_LIMITS, type PatternLimits } from './pattern-limits.ts';
import { type MatchAnswer, type PatternQuestion, PatternThread } from './pattern-thread-handle.ts';

export interface PatternMatcher {
  /** Reads a set and brings it into force. @returns what became of it; a text is why the present one stays */
  load(set: PatternSet): Promise<RuleReport | string>;
  /** Reads a set in a thread of its own and changes nothing. @returns what would become of it; a text is why it cannot be read */
  examine(set: PatternSet): Promise<RuleReport | string>;
  /** Of the set in force; null: there is none. */
  readonly report: RuleReport | null;
  /** Never rejects; null where no rules are in force. */
  match(question: PatternQuestion): Promise<MatchAnswer | null>;
  close(): Promise<void>;
}

const isEmpty = ({ files, keywords }: PatternSet): boolean => files.length === 0 && keywords.length === 0;
const NOTHING: RuleReport = { rules: 0, guarded: 0, asksClientName: false, problems: [] };

export function createPatternMatcher(log: EventLog, limits: PatternLimits = PATTERN_LIMITS): PatternMatcher {
  let current: { readonly thread: PatternThread; readonly report: RuleReport } | null = null;
  const leaving = new Set<Promise<void>>();
  const replaceBy = (next: typeof current): void => {
    const drained = current?.thread.drain();
    current = next;
    if (drained === undefined) return;
    leaving.add(drained);
    void drained.then(() => leaving.delete(drained));
  };
  return {
    async load(set) {
      if (isEmpty(set)) {
        replaceBy(null);
        return NOTHING;
      }
      const thread = new PatternThread(set, limits, log);
      const report = await thread.start();
      if (typeof report !== 'string') replaceBy({ thread, report });
      return report;
    },
    async examine(set) {
      const thread = new PatternThread(set, limits, log);
      const report = await thread.start();
      await thread.end();
      return report;
    },
    get report() {
      return current?.report ?? null;
    },
    match: async (question) => (current === null ? null : current.thread.match(question)),
    async close() {
      replaceBy(null);
      await Promise.all(leaving);
    },
  };
}
