// Row 7.5: black- and whitelist. A whitelist rule goes before every blacklist rule and spares the tests of the guide's table.
import { z } from 'zod';
import { isAddress, isSubnet } from '../../core/ip.ts';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { NO_TESTS, type TestSet, testSet } from '../../pipeline/test-set.ts';
import { ACCEPT, reject } from '../../pipeline/verdict.ts';

export const RULE_TYPES = ['sender', 'recipient', 'ip', 'subnet', 'domain'] as const;
export type RuleType = (typeof RULE_TYPES)[number];

/** The guide's table of skipped tests. Its two rows with one blank are read as DNSBL: docs/decisions/guide-readings.md. */
export const SKIPPED_BY_RULE: Readonly<Record<RuleType, TestSet>> = {
  ip: testSet(['dnsbl', 'spf', 'antivirus', 'dkim', 'dmarc', 'smtpdRestrictions']),
  subnet: testSet(['spf', 'antivirus', 'dkim', 'dmarc', 'smtpdRestrictions']),
  domain: testSet(['spf', 'antivirus', 'dkim', 'dmarc', 'smtpdRestrictions']),
  sender: testSet(['spf', 'antivirus', 'smtpdRestrictions']),
  recipient: testSet(['spf', 'antivirus', 'smtpdRestrictions']),
};

const name = z.string().min(1).max(100).describe('Name of the rule, for logs.');
const pattern = z
  .string()
  .max(320)
  .regex(/^[^\s@]*@?[^\s@]+$/, 'an address, in which * stands for any text, e.g. *@example.com')
  .describe('Address; * stands for any text.');
const address = z.string().max(45).refine(isAddress, 'an IP address such as 192.0.2.1');
const subnet = z.string().max(49).refine(isSubnet, 'a subnet such as 192.0.2.0/24');
const domain = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[^\s@]+$/, 'a domain such as example.com, * allowed');
const enabled = z.boolean().default(true);
const action = z.enum(['reject', 'discard']).default('reject').describe('reject tells the sender, discard does not.');

const blackRule = z.discriminatedUnion('type', [
  z.strictObject({ name, enabled, type: z.literal('sender'), match: pattern, action }),
  z.strictObject({ name, enabled, type: z.literal('recipient'), match: pattern, action }),
  z.strictObject({ name, enabled, type: z.literal('ip'), match: address, action }),
  z.strictObject({ name, enabled, type: z.literal('subnet'), match: subnet, action }),
]);
const whiteRule = z.discriminatedUnion('type', [
  z.strictObject({ name, enabled, type: z.literal('sender'), match: pattern }),
  z.strictObject({ name, enabled, type: z.literal('recipient'), match: pattern }),
  z.strictObject({ name, enabled, type: z.literal('ip'), match: address }),
  z.strictObject({ name, enabled, type: z.literal('subnet'), match: subnet }),
  z.strictObject({ name, enabled, type: z.literal('domain'), match: domain }),
]);
export type AccessRule = { readonly type: RuleType; readonly match: string; readonly enabled: boolean };

export const accessListOptions = z.strictObject({
  enabled: z.boolean().default(true),
  blacklist: z.array(blackRule).max(10_000).default([]),
  whitelist: z.array(whiteRule).max(10_000).default([]),
});

export const accessListEvidence = z.strictObject({
  /** At connect only the client's address is known; a blacklist rule waits for the recipient, whom a whitelist rule may free. */
  known: z.enum(['client', 'envelope']),
  white: z.array(z.enum(RULE_TYPES)).describe('Types of the whitelist rules that match.'),
  black: z
    .array(z.enum(['reject', 'discard']))
    .describe('Actions of the blacklist rules that match, in the list order.'),
});

export const accessList = declareStage({
  row: '7.5',
  title: 'Blacklist and whitelist',
  phases: ['connect', 'rcpt'],
  skippedBy: null,
  judges: 'everybody',
  options: accessListOptions,
  evidence: accessListEvidence,
  decide({ known, white, black }) {
    if (white.length > 0) {
      return { kind: 'accept', skips: white.reduce((skips, type) => skips | SKIPPED_BY_RULE[type], NO_TESTS) };
    }
    if (known === 'client') return ACCEPT;
    const [first] = black;
    if (first === undefined) return ACCEPT;
    return first === 'discard'
      ? { kind: 'discard', reason: 'blacklisted', notifyRecipients: false }
      : reject(554, '5.7.1', 'blacklisted', 'Access denied');
  },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
