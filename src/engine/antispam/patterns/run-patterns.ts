// What the thread does, without the thread: rules and keyword expressions over one message.
import { CfMatcher } from '../../../stages/antispam/observe/cf/cf-matcher.ts';
import type { CfRule } from '../../../stages/antispam/observe/cf/cf-rule.ts';
import { type CfRuleSet, parseCfRules } from '../../../stages/antispam/observe/cf/cf-rule-set.ts';
import { CfTexts } from '../../../stages/antispam/observe/cf/cf-texts.ts';
import { keywordTexts } from '../../../stages/antispam/observe/keywords.ts';
import type { KeywordExpression, MatchJob, MatchResult, PatternSet, RuleReport } from './pattern-job.ts';

/** What keyword expressions are run over [A]: at a microsecond a character in the linear engine this is a tenth of a second. */
const MAX_CHARACTERS = 100_000;

export interface PatternRunner {
  readonly report: RuleReport;
  /** Names of rules and keywords, in the order of their numbers. */
  readonly names: readonly string[];
  /** @param entering told the number of an expression before it runs, from 0, and -1 behind the last */
  run(job: MatchJob, entering: (number: number) => void): MatchResult;
}

const asksClientName = ({ test }: CfRule): boolean =>
  'header' in test && /^x-spam-relays-(?:external|untrusted)/i.test(test.header);

const reportOf = ({ rules, problems }: CfRuleSet): RuleReport => ({
  rules: rules.length,
  guarded: rules.filter(({ test }) => 'pattern' in test && !test.pattern.linear).length,
  asksClientName: rules.some(asksClientName),
  problems,
});

export function createPatternRunner({ files, keywords }: PatternSet): PatternRunner {
  const set = parseCfRules(files);
  const matcher = new CfMatcher(set.rules);
  const expressions = keywords.map(({ source, flags }) => new RegExp(source, flags));
  const first = set.rules.length;

  const keywordsIn = (
    message: Uint8Array,
    without: ReadonlySet<number>,
    entering: (number: number) => void,
  ): number[] => {
    if (keywords.length === 0) return [];
    const texts = keywordTexts(message);
    return keywords.flatMap(({ target }: KeywordExpression, place) => {
      if (without.has(first + place)) return [];
      entering(first + place);
      return expressions[place]?.test(texts[target].slice(0, MAX_CHARACTERS)) ? [place] : [];
    });
  };

  return {
    report: reportOf(set),
    names: [...set.rules.map(({ name }) => name), ...keywords.map((_keyword, place) => `keyword ${place + 1}`)],
    run({ message, envelope, withBayes, without }, entering) {
      const left = new Set(without);
      const texts = new CfTexts(message, envelope);
      const hits = set.rules.length === 0 ? [] : matcher.match(texts, { withBayes, without: left, entering });
      const found = keywordsIn(message, left, entering);
      entering(-1);
      return { hits, keywords: found };
    },
  };
}
