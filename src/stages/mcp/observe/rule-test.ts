// A rule of message content protection, made ready to be tried on texts. Knows no score.
import { linearPattern } from '../../observe/linear-pattern.ts';
import type { McpRule } from '../stage.ts';
import { plainForm, type RuleText } from './rule-text.ts';

export interface RuleTest {
  readonly name: string;
  readonly target: McpRule['target'];
  readonly header: string | null;
  /** True when one of the texts fits; null for a pattern that cannot be run. */
  fits(texts: readonly RuleText[]): boolean | null;
}

function textTest({ relation, pattern, caseSensitive }: McpRule): ((text: RuleText) => boolean) | null {
  if (relation === 'matches') {
    const compiled = linearPattern(pattern, caseSensitive);
    return compiled && (({ forPatterns }) => compiled.found(forPatterns));
  }
  const form = caseSensitive ? 'plain' : 'lower';
  const wanted = caseSensitive ? plainForm(pattern) : plainForm(pattern).toLowerCase();
  return relation === 'equals' ? (text) => text[form] === wanted : (text) => text[form].includes(wanted);
}

export function ruleTest(rule: McpRule): RuleTest {
  const test = textTest(rule);
  return {
    name: rule.name,
    target: rule.target,
    header: rule.header ?? null,
    fits: (texts) => (test === null ? null : texts.some(test)),
  };
}
