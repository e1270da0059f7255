// Row 7.6: the domain of MAIL FROM must be a full name.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, reject } from '../../pipeline/verdict.ts';

export const SENDER_FORMS = ['null', 'fqdn', 'notFqdn', 'literal'] as const;

export const senderPolicyOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Refuse senders without a fully qualified domain name.'),
});

export const senderPolicyEvidence = z.strictObject({
  sender: z.enum(SENDER_FORMS).describe('null: <>, which every server must take (RFC 5321 section 6.1).'),
});

export const senderPolicy = declareStage({
  row: '7.6',
  title: 'Sender policy: full domain name',
  phases: ['rcpt'],
  skippedBy: 'smtpdRestrictions',
  judges: 'everybody',
  options: senderPolicyOptions,
  evidence: senderPolicyEvidence,
  decide: ({ sender }) =>
    // Postfix's non_fqdn_reject_code.
    sender === 'notFqdn'
      ? reject(504, '5.5.2', 'sender-not-fqdn', 'Your sender address needs a fully qualified domain name')
      : ACCEPT,
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
