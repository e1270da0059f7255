// Reads SpamAssassin's files of rules (row 9.4). Every line that has no effect here is told, with its file, line and reason.
import { type CfLine, cfLines } from './cf-lines.ts';
import { metaRules } from './cf-meta.ts';
import type { CfFile, CfProblem } from './cf-problem.ts';
import { noReplaceTags, type ReplaceTags, withTagsReplaced } from './cf-replace-tags.ts';
import type { CfRule } from './cf-rule.ts';
import { CF_TEST_KINDS, type CfDefinition, type CfTestKind, cfTest } from './cf-test.ts';

/** Rules that can be run. */
export interface CfRuleSet {
  readonly rules: readonly CfRule[];
  readonly problems: readonly CfProblem[];
}

/** Problems kept; beyond them only the last says that there are more. */
const MAX_PROBLEMS = 50_000;
const RULE_NAME = /^[A-Za-z_]\w{0,100}$/;
const MAX_HITS = 1000;

/** Flags that say something about the rule but change nothing of its result here. */
const INERT_FLAGS = new Set(
  'net learn userconf noautolearn publish notrim nolog lock domains_only ips_only autolearn_force autolearn_header autolearn_body'.split(
    ' ',
  ),
);
const KNOWN_FLAG = /^(?:nice|multiple|nosubject|maxhits=\d{1,6})$/;

const INERT_SETTINGS: ReadonlyMap<string, string> = new Map([
  ['priority', 'rules are not run in an order of their own'],
  ['reuse', 'for those who measure rules on collections of mail'],
  ['test', 'a test of the rule itself'],
  ['require_version', 'rules are read as those of SpamAssassin 4.0.1'],
]);

const isTestKind = (key: string): key is CfTestKind => (CF_TEST_KINDS as readonly string[]).includes(key);

class CfReader {
  readonly #problems: CfProblem[] = [];
  readonly #definitions = new Map<string, CfDefinition>();
  readonly #scores = new Map<string, readonly number[]>();
  readonly #flags = new Map<string, Set<string>>();
  readonly #descriptions = new Map<string, string>();
  readonly #tagged = new Set<string>();
  readonly #tags: ReplaceTags = noReplaceTags();

  complain(problem: CfProblem): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
    else if (this.#problems.length === MAX_PROBLEMS)
      this.#problems.push({ ...problem, what: 'further lines', why: `more than ${MAX_PROBLEMS} lines have no effect` });
  }

  #reject({ file, line }: CfLine, kind: CfProblem['kind'], what: string, why: string): void {
    this.complain({ file, line, kind, what, why });
  }

  take(line: CfLine): void {
    const { key, value } = line;
    if (key.startsWith('replace_')) {
      this.#replacement(line);
      return;
    }
    const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(value) ?? [];
    const inert = INERT_SETTINGS.get(key);
    if (inert !== undefined) this.#reject(line, 'noEffect', `${key} ${name}`, inert);
    else if (!isTestKind(key) && key !== 'score' && key !== 'tflags' && key !== 'describe')
      this.#reject(line, 'unsupported', key, 'a setting that is not taken over');
    else if (!RULE_NAME.test(name)) this.#reject(line, 'wrong', key, `${name.slice(0, 50)} is no name of a rule`);
    else if (rest === '') this.#reject(line, 'wrong', `${key} ${name}`, 'nothing stands behind the name');
    else if (isTestKind(key)) this.#definitions.set(name, { ...line, key, rule: name, test: rest });
    else if (key === 'score') this.#score(line, name, rest);
    else if (key === 'tflags') this.#flag(line, name, rest);
    else this.#descriptions.set(name, rest);
  }

  #score(line: CfLine, name: string, rest: string): void {
    const words = rest.split(/\s+/);
    const relative = words.every((word) => /^\(.*\)$/.test(word));
    const values = words.map((word) => Number(relative ? word.slice(1, -1) : word));
    if ((values.length !== 1 && values.length !== 4) || !values.every((value) => Math.abs(value) <= 1000)) {
      this.#reject(line, 'wrong', `score ${name}`, 'one or four numbers between -1000 and 1000');
      return;
    }
    const four = values.length === 4 ? values : Array.from({ length: 4 }, () => values[0] ?? 0);
    const before = this.#scores.get(name) ?? [0, 0, 0, 0];
    this.#scores.set(name, relative ? four.map((value, index) => value + (before[index] ?? 0)) : four);
  }

  #flag(line: CfLine, name: string, rest: string): void {
    const words = rest.split(/\s+/);
    const unknown = words.filter((word) => !KNOWN_FLAG.test(word) && !INERT_FLAGS.has(word));
    if (unknown.length > 0)
      this.#reject(line, 'noEffect', `tflags ${name}`, `flags that are not known: ${unknown.join(' ').slice(0, 100)}`);
    this.#flags.set(name, new Set(words));
  }

  #replacement(line: CfLine): void {
    const { key, value } = line;
    const [, name = '', piece = ''] = /^(\S+)\s+([\s\S]+)$/.exec(value) ?? [];
    if (key === 'replace_rules') for (const rule of value.split(/\s+/)) this.#tagged.add(rule);
    else if (key === 'replace_start') this.#tags.start = value;
    else if (key === 'replace_end') this.#tags.end = value;
    else if (piece === '') this.#reject(line, 'wrong', key, 'a name and an expression');
    else if (key === 'replace_tag') this.#tags.tag.set(name, piece);
    else if (key === 'replace_pre') this.#tags.pre.set(name, piece);
    else if (key === 'replace_inter') this.#tags.inter.set(name, piece);
    else if (key === 'replace_post') this.#tags.post.set(name, piece);
    else this.#reject(line, 'unsupported', key, 'a setting that is not taken over');
  }

  #scoresOf(name: string, flags: ReadonlySet<string>): readonly [number, number] {
    const given = this.#scores.get(name);
    if (given) return [given[0] ?? 0, given[2] ?? 0];
    if (name.startsWith('__')) return [0, 0];
    const standard = (name.startsWith('T_') ? 0.01 : 1) * (flags.has('nice') ? -1 : 1);
    return [standard, standard];
  }

  finish(): CfRuleSet {
    const rules: CfRule[] = [];
    for (const definition of this.#definitions.values()) {
      const { rule: name, file, line } = definition;
      const flags = this.#flags.get(name) ?? new Set<string>();
      const scores = this.#scoresOf(name, flags);
      const isPart = name.startsWith('__');
      if (!isPart && this.#scores.has(name) && scores[0] === 0 && scores[1] === 0) {
        this.#reject(definition, 'noEffect', `${definition.key} ${name}`, 'its score is 0');
        continue;
      }
      const rewrite = this.#tagged.has(name) ? (body: string) => withTagsReplaced(body, this.#tags) : undefined;
      const test = cfTest(definition, flags, rewrite ?? ((body) => body));
      if (typeof test === 'string') {
        this.#reject(definition, 'unsupported', `${definition.key} ${name}`, test);
        continue;
      }
      const limit = /maxhits=(\d+)/.exec([...flags].join(' '))?.[1];
      const maxHits = flags.has('multiple') ? Math.min(MAX_HITS, Number(limit ?? MAX_HITS)) : 1;
      const description = this.#descriptions.get(name) ?? '';
      rules.push({ name, file, line, test, scores: isPart ? [0, 0] : scores, description, maxHits });
    }
    this.#tellLimited(rules);
    return { rules, problems: this.#problems };
  }

  /** Meta rules that ask rules which are not run here. */
  #tellLimited(rules: readonly CfRule[]): void {
    const known = new Set(rules.map(({ name }) => name));
    for (const { file, line, name, test } of rules) {
      if (test.kind !== 'meta') continue;
      const missing = [...new Set(metaRules(test.expression).filter((rule) => !known.has(rule)))];
      if (missing.length === 0) continue;
      const why = `asks rules that are not run here (${missing.slice(0, 5).join(', ')}): holds only when it holds whatever they would say`;
      this.complain({ file, line, kind: 'limited', what: `meta ${name}`, why });
    }
  }
}

/** Reads files in their order, which is that of SpamAssassin when they are sorted by name: later lines beat earlier ones. */
export function parseCfRules(files: readonly CfFile[]): CfRuleSet {
  const reader = new CfReader();
  for (const file of files) for (const line of cfLines(file, (problem) => reader.complain(problem))) reader.take(line);
  return reader.finish();
}
