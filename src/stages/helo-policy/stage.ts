// Row 7.8: what a client calls itself must be a full name, and one that DNS knows.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, defer, reject } from '../../pipeline/verdict.ts';

export const HELO_NAMES = ['fqdn', 'notFqdn', 'literal'] as const;
export const HELO_RECORDS = ['found', 'none', 'temperror', 'notAsked'] as const;

export const heloPolicyOptions = z.strictObject({
  enabled: z.boolean().default(false),
  requireFqdn: z.boolean().default(true).describe('The name in HELO or EHLO has a domain: mail.example.com, not pc7.'),
  requireKnown: z
    .boolean()
    .default(false)
    .describe('The name has an A, AAAA or MX record. Many honest servers have none.'),
});

export const heloPolicyEvidence = z.strictObject({
  name: z.enum(HELO_NAMES).describe('literal: an address in brackets, which RFC 5321 section 4.1.4 allows.'),
  records: z.enum(HELO_RECORDS).describe('What DNS says of the name; asked only where the settings want it.'),
});

export const heloPolicy = declareStage({
  row: '7.8',
  title: 'HELO policy',
  phases: ['rcpt'],
  skippedBy: 'smtpdRestrictions',
  judges: 'strangers',
  options: heloPolicyOptions,
  evidence: heloPolicyEvidence,
  // Codes of Postfix: non_fqdn_reject_code 504, unknown_hostname_reject_code 450.
  decide({ name, records }, { requireFqdn, requireKnown }) {
    if (requireFqdn && name === 'notFqdn')
      return reject(504, '5.5.2', 'helo-not-fqdn', 'Your HELO name is not fully qualified');
    if (requireKnown && (records === 'none' || records === 'temperror'))
      return defer(450, '4.7.1', 'unknown-helo', 'Cannot find your HELO name');
    return ACCEPT;
  },
  demand: (traits, { requireKnown }, cost) => ({
    ...priceOf(traits, cost),
    dnsRounds: requireKnown ? cost.dnsRounds : 0,
  }),
});
