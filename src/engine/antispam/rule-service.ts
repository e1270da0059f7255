// The rules of SpamAssassin in force (rows 9.2, 9.4): those of the last update, then those an administrator imported, which may change
// scores of the former. Every change is read in a thread of its own first; what cannot be read changes nothing.
import type { CfFile, CfProblem } from '../../stages/antispam/observe/cf/cf-problem.ts';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { KeywordExpression, RuleReport } from './patterns/pattern-job.ts';
import type { PatternMatcher } from './patterns/pattern-matcher.ts';
import type { RuleFile, RuleLibrary } from './rule-library.ts';
import { fetchRules } from './rule-source.ts';
import type { CurrentRules, UpdatedRules } from './updated-rules.ts';

/** An update that brings less than this share of the rules of the last one is taken for broken [A]. */
const MIN_SHARE = 0.5;

/** `rules` in force afterwards. */
export type UpdateResult =
  | { readonly kind: 'updated'; readonly version: string; readonly rules: number }
  | { readonly kind: 'upToDate'; readonly version: string }
  /** The old rules stay. */
  | { readonly kind: 'failed'; readonly why: string };

export type ImportResult =
  /** `problems`: lines of the file that have no effect, and why. */
  | { readonly kind: 'imported'; readonly rules: number; readonly problems: readonly CfProblem[] }
  | { readonly kind: 'refused'; readonly why: string };

interface RuleServiceOptions {
  readonly fs: FileSystem;
  readonly library: RuleLibrary;
  readonly updated: UpdatedRules;
  readonly patterns: PatternMatcher;
  readonly keywords: readonly KeywordExpression[];
  /** False: files are kept, but no rule takes part. */
  readonly enabled: boolean;
  /** Null: there are no updates. */
  readonly source: string | null;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly log: EventLog;
}

export interface RuleService {
  /** Reads what is kept and brings it into force. Never rejects. */
  load(): Promise<void>;
  update(): Promise<UpdateResult>;
  import(name: string, content: Uint8Array): Promise<ImportResult>;
  setEnabled(name: string, enabled: boolean): Promise<boolean>;
  export(name: string): Promise<Buffer | null>;
  delete(name: string): Promise<boolean>;
  list(): Promise<readonly RuleFile[]>;
  /** Resolves when no change is under way. */
  idle(): Promise<void>;
  /** Of the rules in force. */
  report(): RuleReport | null;
  /** Of the last update; null: there was none. */
  lastUpdate(): CurrentRules | null;
}

export function createRuleService(options: RuleServiceOptions): RuleService {
  const { fs, library, updated, patterns, keywords, enabled, source, now, log } = options;
  let lane: Promise<unknown> = Promise.resolve();
  /** One change after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = lane.then(work);
    lane = next.catch(() => {});
    return next;
  };
  const bring = async (updates: readonly CfFile[]): Promise<RuleReport | string> => {
    const files = enabled ? [...updates, ...(await library.enabled())] : [];
    const report = await patterns.load({ files, keywords });
    if (typeof report === 'string') log('antispam.rules.refused', { why: report });
    else
      log('antispam.rules.loaded', { rules: report.rules, guarded: report.guarded, problems: report.problems.length });
    return report;
  };
  const reload = async (): Promise<RuleReport | string> => bring(await updated.files());
  const changed = (work: () => Promise<boolean>): Promise<boolean> =>
    inTurn(async () => {
      const done = await work();
      if (done) await reload();
      return done;
    });

  async function update(): Promise<UpdateResult> {
    if (source === null) return { kind: 'failed', why: 'no source of updates is set' };
    const fetched = await fetchRules(source, fs);
    if (typeof fetched === 'string') return { kind: 'failed', why: fetched };
    const before = updated.current();
    if (before?.version === fetched.version) return { kind: 'upToDate', version: fetched.version };
    const files = fetched.files.map(({ name, content }) => ({ name, text: content.toString('latin1') }));
    // The update alone is measured, not what the administrator added to it.
    const alone = await patterns.examine({ files, keywords: [] });
    if (typeof alone === 'string') return { kind: 'failed', why: alone };
    if (alone.rules === 0) return { kind: 'failed', why: 'no rule in it that can be run' };
    if (before && alone.rules < MIN_SHARE * before.rules)
      return { kind: 'failed', why: `${alone.rules} rules, where the last version had ${before.rules}` };
    const report = await bring(files);
    if (typeof report === 'string') return { kind: 'failed', why: report };
    try {
      await updated.replace(fetched, alone.rules, now());
    } catch (error) {
      // What is in force and what the next start finds are to be the same.
      await reload();
      throw error;
    }
    return { kind: 'updated', version: fetched.version, rules: report.rules };
  }

  return {
    load: () => inTurn(async () => void (await reload())),
    update: () =>
      inTurn(async () => {
        const result = await update().catch((error): UpdateResult => ({ kind: 'failed', why: String(error) }));
        log('antispam.rules.update', { ...result });
        return result;
      }),
    import: (name, content) =>
      inTurn(async () => {
        const file = { name, text: Buffer.from(content).toString('latin1') };
        const alone = await patterns.examine({ files: [file], keywords: [] });
        if (typeof alone === 'string') return { kind: 'refused', why: alone };
        const refused = await library.put(name, content);
        if (refused !== null) return { kind: 'refused', why: refused };
        await reload();
        return { kind: 'imported', rules: alone.rules, problems: alone.problems };
      }),
    setEnabled: (name, on) => changed(() => library.setEnabled(name, on)),
    delete: (name) => changed(() => library.delete(name)),
    export: (name) => library.read(name),
    list: () => library.list(),
    idle: () => inTurn(async () => {}),
    report: () => patterns.report,
    lastUpdate: () => updated.current(),
  };
}
