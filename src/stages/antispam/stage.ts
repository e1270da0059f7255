// Rows 9.1 and 9.3 to 9.6: a score against a threshold, and filters that go before it. Spam goes to the Junk mailbox; its subject may
// carry a tag, and it may come as the attachment of a report.
import { z } from 'zod';
import { MIB } from '../../core/units.ts';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT } from '../../pipeline/verdict.ts';
import { autoLearning, learnedAs, type SpamKind } from './auto-learning.ts';
import { keywordGroups, keywordHit, keywordScore, liveFilters } from './keyword-filters.ts';
import { addressFilters, attachmentFilters, matchedAddressFilter } from './spam-filters.ts';

export const antispamOptions = z.strictObject({
  enabled: z.boolean().default(true),
  threshold: z
    .number()
    .min(-100)
    .max(1000)
    .default(6)
    .describe('Mail whose score reaches this is marked as spam. 6 is the "add header" default of Rspamd as shipped.'),
  subjectPrefix: z
    .string()
    .max(100)
    .regex(/^[^\r\n]*$/, 'one line of text')
    .nullable()
    .default(null)
    .describe('Put before the subject of spam; null: the subject stays.'),
  autoWhitelist: z
    .boolean()
    .default(true)
    .describe(
      'Mail from whoever a user here has written to scores 4 points less. On, as the module "replies" of Rspamd as shipped.',
    ),
  encapsulate: z
    .enum(['no', 'attachment', 'plainText'])
    .default('no')
    .describe(
      'Spam is delivered as the attachment of a new message; plainText: as text that nothing displays or runs.',
    ),
  addressFilters,
  attachmentFilters,
  keywordGroups,
  spamAssassinRules: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Imported and updated rules of SpamAssassin take part (row 9.4).'),
      assumedCount: z
        .number()
        .int()
        .min(0)
        .max(100_000)
        .default(0)
        .describe('How many of them the model reckons with; the engine counts those it has.'),
    })
    .prefault({}),
  autoLearning,
});
type AntispamOptions = z.output<typeof antispamOptions>;

export const antispamEvidence = z.strictObject({
  score: z.number().describe('Of rules and classifier.'),
  learned: z.number().default(0).describe('What the classifier added to it.'),
  scoredBy: z
    .enum(['plimsoll', 'rspamd', 'fallback'])
    .default('plimsoll')
    .describe('fallback: Rspamd did not answer, so the scorer of the house did.'),
  rules: z.array(z.string().max(200)).max(1000).default([]).describe('Names of the rules that hold.'),
  notes: z.array(z.string().max(300)).max(20).default([]).describe('What could not be looked at, and why.'),
  keywords: z.array(keywordHit).max(10_000).default([]).describe('Keyword filters that found their keyword.'),
  addressFilter: matchedAddressFilter.nullable().default(null).describe('The first address filter that matches.'),
  attachment: z.string().nullable().default(null).describe('The first attachment filter that matches.'),
  wroteTo: z.boolean().default(false).describe('A user here has written to the sender before.'),
});
export type AntispamEvidence = z.output<typeof antispamEvidence>;

/** The guide, row 9.1: the scores go down by four points. */
const WROTE_TO_SCORE = -4;

/**
 * What one more rule or filter costs on a core of speed 1, by the mail and by the MiB of text. Measured 2026-11-25 with the 2,111 rules
 * of SpamAssassin's that run here: docs/antispam.md.
 */
const RULE_CPU_SECONDS = 2e-6;
const RULE_CPU_SECONDS_PER_TEXT_MIB = 5.5e-4;

/** The score that is held against the threshold. */
export const totalScore = (
  { score, keywords, wroteTo }: AntispamEvidence,
  options: Pick<AntispamOptions, 'keywordGroups' | 'autoWhitelist'>,
): number =>
  score + keywordScore(keywords, options.keywordGroups) + (wroteTo && options.autoWhitelist ? WROTE_TO_SCORE : 0);

/** What the custom filters say; null: nothing. An address filter goes before an attachment filter. */
function filterVerdict(
  { addressFilter, attachment }: AntispamEvidence,
  options: Pick<AntispamOptions, 'addressFilters' | 'attachmentFilters'>,
): 'spam' | 'nonSpam' | null {
  const matched = options.addressFilters.find(
    ({ sender, recipient }) => sender === addressFilter?.sender && recipient === addressFilter.recipient,
  );
  if (matched) return matched.action;
  return attachment !== null && options.attachmentFilters.includes(attachment) ? 'spam' : null;
}

/** What to learn the message as; null: nothing. Filters look at no content, so nothing is learned from what they say. */
export function antispamLearning(evidence: AntispamEvidence, options: AntispamOptions): SpamKind | null {
  if (filterVerdict(evidence, options) !== null) return null;
  const withoutWhitelist = totalScore({ ...evidence, wroteTo: false }, options);
  return learnedAs(withoutWhitelist - evidence.learned, options.autoLearning);
}

export const antispam = declareStage({
  row: '9.1',
  title: 'Antispam score',
  phases: ['data'],
  skippedBy: null,
  judges: 'everybody',
  options: antispamOptions,
  evidence: antispamEvidence,
  decide(evidence, options) {
    const score = totalScore(evidence, options);
    const filter = filterVerdict(evidence, options);
    if (filter === 'nonSpam' || (filter === null && score < options.threshold)) return ACCEPT;
    const { subjectPrefix, encapsulate } = options;
    const mark = { kind: 'spam', score, subjectPrefix } as const;
    return { kind: 'accept', mark: encapsulate === 'no' ? mark : { ...mark, encapsulate } };
  },
  demand(traits, options, cost) {
    const { keywordGroups: groups, spamAssassinRules } = options;
    const rules = liveFilters(groups).length + (spamAssassinRules.enabled ? spamAssassinRules.assumedCount : 0);
    const price = priceOf(traits, cost);
    const ruleSeconds = RULE_CPU_SECONDS + (RULE_CPU_SECONDS_PER_TEXT_MIB * traits.textBytes) / MIB;
    return { ...price, cpuSeconds: price.cpuSeconds + rules * ruleSeconds };
  },
});
