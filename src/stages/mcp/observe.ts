// The engine's eyes on row 9.14: which rules fit a message. Between rules other sessions get their turn.
import { performance } from 'node:perf_hooks';
import type { Observe } from '../../pipeline/observation.ts';
import { messageView } from '../antispam/observe/message-view.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf } from '../observe/received-message.ts';
import { type RuleTest, ruleTest } from './observe/rule-test.ts';
import { ruleTexts } from './observe/rule-texts.ts';

type ObserveMcp = Observe<OptionsOf<'mcp'>, EvidenceOf<'mcp'>>;

/** Time for the rules of one message [A]. */
const MAX_SECONDS = 5;

const prepared = new WeakMap<OptionsOf<'mcp'>['rules'], readonly RuleTest[]>();

function testsOf(rules: OptionsOf<'mcp'>['rules']): readonly RuleTest[] {
  const known = prepared.get(rules);
  if (known) return known;
  const tests = rules.filter(({ enabled }) => enabled).map(ruleTest);
  prepared.set(rules, tests);
  return tests;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @param clock seconds, of any origin */
export const createMcpObserver =
  (clock: () => number): ObserveMcp =>
  async (subject, { rules }) => {
    const tests = testsOf(rules);
    if (tests.length === 0) return { matched: [], untried: [] };
    const textsOf = ruleTexts(messageView(messageOf(subject)), subject);
    const started = clock();
    const matched: string[] = [];
    const untried: string[] = [];
    for (const test of tests) {
      const fits = clock() - started > MAX_SECONDS ? null : test.fits(textsOf(test.target, test.header));
      if (fits === null) untried.push(test.name);
      else if (fits) matched.push(test.name);
      await turn();
    }
    return { matched, untried };
  };

export const observeMcp: ObserveMcp = createMcpObserver(() => performance.now() / 1000);
