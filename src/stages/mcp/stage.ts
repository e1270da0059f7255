// Row 9.14, message content protection: rules on what a message says add up to a score; from the threshold on it is kept, thrown
// away or delivered with a note.
import { z } from 'zod';
import { refusalOfPattern } from '../../core/safe-pattern.ts';
import { MIB } from '../../core/units.ts';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT } from '../../pipeline/verdict.ts';

/** The guide's targets, and the names of attached files. `contents` includes the subject. */
export const MCP_TARGETS = ['subject', 'contents', 'sender', 'receiver', 'header', 'attachmentName'] as const;

const ruleName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'one line of text');

const mcpRule = z
  .strictObject({
    name: ruleName.describe('Name of the rule: it appears in the trail.'),
    enabled: z.boolean().default(true),
    target: z.enum(MCP_TARGETS).describe('The section of the message that is looked at.'),
    header: z
      .string()
      .regex(/^[\x21-\x39\x3b-\x7e]{1,100}$/, 'the name of a header field')
      .toLowerCase()
      .optional()
      .describe('Name of the field, when the target is header.'),
    relation: z
      .enum(['contains', 'equals', 'matches'])
      .default('contains')
      .describe('matches: the pattern is a regular expression.'),
    pattern: z.string().min(1).max(1024).describe('What is looked for.'),
    caseSensitive: z.boolean().default(false),
    score: z.number().min(-1000).max(1000).default(1).describe('Added to the score of a message that the rule fits.'),
  })
  .superRefine(({ target, header, relation, pattern }, context) => {
    if (target === 'header' && header === undefined)
      context.addIssue({
        code: 'custom',
        path: ['header'],
        message: 'the name of a field, since the target is header',
      });
    const refusal = relation === 'matches' ? refusalOfPattern(pattern) : null;
    if (refusal !== null) context.addIssue({ code: 'custom', path: ['pattern'], message: refusal });
  });

export const mcpOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Score mail by rules of your own on its content.'),
  threshold: z
    .number()
    .min(-1000)
    .max(1000)
    .default(1)
    .describe('From this score on the action is taken. Default of MailScanner, whose name for it this is.'),
  rules: z
    .array(mcpRule)
    .max(500)
    .superRefine((rules, context) => {
      const seen = new Set<string>();
      for (const [index, { name }] of rules.entries()) {
        if (seen.has(name))
          context.addIssue({ code: 'custom', path: [index, 'name'], message: 'a name that no other rule has' });
        seen.add(name);
      }
    })
    .default([])
    .describe('Rules, at most 500.'),
  action: z
    .enum(['quarantine', 'deliver', 'delete'])
    .default('quarantine')
    .describe('What becomes of mail whose score reaches the threshold.'),
  notifySender: z
    .boolean()
    .default(false)
    .describe(
      'Tell senders that their mail was blocked: only those whose address is no forgery as far as SPF or a login can tell.',
    ),
  forwardTo: z
    .string()
    .max(254)
    .regex(/^[^\s@<>"\p{Cc}]{1,64}@[a-z0-9.-]{1,253}$/iu, 'a mail address')
    .nullable()
    .default(null)
    .describe('A mailbox that gets the original of such mail, whatever the action; null: nobody.'),
});

export type McpRule = z.output<typeof mcpRule>;

export const mcpEvidence = z.strictObject({
  matched: z.array(z.string().max(100)).max(500).describe('Names of the rules that fit the message.'),
  untried: z.array(z.string().max(100)).max(500).describe('Names of the rules there was no time for.'),
});

/** Base price of the text's preparation, and what one rule adds by the text it reads. */
const enabledRules = (rules: readonly McpRule[]): number => rules.filter(({ enabled }) => enabled).length;

export const mcp = declareStage({
  row: '9.14',
  title: 'Message content protection',
  phases: ['data'],
  skippedBy: null,
  judges: 'everybody',
  options: mcpOptions,
  evidence: mcpEvidence,
  decide({ matched }, { rules, threshold, action, notifySender, forwardTo }) {
    const fits = new Set(matched);
    const scores = rules.filter(({ name, enabled }) => enabled && fits.has(name)).map(({ score }) => score);
    const total = scores.reduce((sum, score) => sum + score, 0);
    // Without a rule that fits there is nothing to act on, whatever the threshold.
    if (scores.length === 0 || total < threshold) return ACCEPT;
    const blocked = action !== 'deliver';
    const mark = { kind: 'mcp', score: total, notifySender: notifySender && blocked, forwardTo } as const;
    if (!blocked) return { kind: 'accept', mark };
    return { kind: action === 'delete' ? 'discard' : 'quarantine', reason: 'mcp', mark, notifyRecipients: false };
  },
  demand(traits, { rules }, cost) {
    const price = priceOf(traits, cost);
    const readSeconds = (cost.cpuSecondsPerTextMiB * traits.textBytes) / MIB;
    return { ...price, cpuSeconds: price.cpuSeconds + readSeconds * (enabledRules(rules) - 1) };
  },
});
