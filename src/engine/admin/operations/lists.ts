// The black- and whitelist (row 7.5): which rules there are, and which of them a mail would meet. They are changed in the
// configuration, where the model sees them too; a rule that only the running engine knew would part the two.
import { z } from 'zod';
import { isAddress } from '../../../core/ip.ts';
import { hasTest, SKIPPABLE_TESTS } from '../../../pipeline/test-set.ts';
import { ruleMatches } from '../../../stages/access-list/match.ts';
import { type AccessRule, accessList, RULE_TYPES } from '../../../stages/access-list/stage.ts';
import type { OptionsOf } from '../../../stages/index.ts';
import { declareOperation, type Operation } from '../operation.ts';

const rule = z
  .strictObject({
    list: z.enum(['whitelist', 'blacklist']),
    name: z.string(),
    type: z.enum(RULE_TYPES),
    match: z.string(),
    enabled: z.boolean(),
    action: z.enum(['reject', 'discard']).nullable().describe('Null for the whitelist.'),
  })
  .meta({ id: 'ListRule' });

export const listsAnswer = z.strictObject({ enabled: z.boolean(), rules: z.array(rule) });

export const matchAnswer = z
  .strictObject({
    rules: z.array(rule).describe('All that match.'),
    verdict: z.enum(['accept', 'reject', 'discard']),
    skips: z.array(z.enum(SKIPPABLE_TESTS)).describe('Tests that the mail is spared.'),
  })
  .meta({ id: 'ListMatch' });

const matchQuery = z.strictObject({
  client: z.string().max(45).refine(isAddress, 'an IP address such as 192.0.2.1'),
  sender: z.string().max(320).default('').describe('Address of MAIL FROM; empty: the null sender.'),
  recipient: z.string().max(320).default(''),
});

type Rule = z.output<typeof rule>;

const rulesOf = ({ whitelist, blacklist }: OptionsOf<'accessList'>): Rule[] => [
  ...whitelist.map((one) => ({ list: 'whitelist' as const, ...one, action: null })),
  ...blacklist.map((one) => ({ list: 'blacklist' as const, ...one })),
];

function match(settings: OptionsOf<'accessList'>, { client, sender, recipient }: z.output<typeof matchQuery>) {
  const rules = settings.enabled
    ? rulesOf(settings).filter((one: AccessRule) => ruleMatches(one, { clientAddress: client, sender, recipient }))
    : [];
  // The stage decides, here as everywhere.
  const verdict = accessList.decide(
    {
      known: 'envelope',
      white: rules.filter(({ list }) => list === 'whitelist').map(({ type }) => type),
      black: rules.flatMap(({ action }) => action ?? []),
    },
    settings,
  );
  const { kind } = verdict;
  const skips = kind === 'accept' ? SKIPPABLE_TESTS.filter((test) => hasTest(verdict.skips ?? 0, test)) : [];
  return { rules, verdict: kind === 'discard' ? kind : kind === 'accept' ? kind : ('reject' as const), skips };
}

export const listOperations = (settings: OptionsOf<'accessList'>): Operation[] => [
  declareOperation({
    name: 'lists',
    method: 'get',
    address: '/lists',
    summary: 'The rules of black- and whitelist',
    answer: listsAnswer,
    run: () => ({ enabled: settings.enabled, rules: rulesOf(settings) }),
  }),
  declareOperation({
    name: 'matchLists',
    method: 'get',
    address: '/lists/match',
    summary: 'Which rules a mail would meet, and what comes of it',
    query: matchQuery,
    answer: matchAnswer,
    run: ({ query }) => match(settings, query),
  }),
];
