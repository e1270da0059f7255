// Row 7.6: the domain of MAIL FROM must be one that mail can go back to, unless it is ours.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, defer, reject } from '../../pipeline/verdict.ts';

export const SENDER_RECORDS = ['found', 'none', 'nullMx', 'badMx', 'temperror', 'notAsked'] as const;

export const unknownSenderOptions = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Refuse senders whose domain has no MX, A or AAAA record, or a wrong MX.'),
});

export const unknownSenderEvidence = z.strictObject({
  records: z
    .enum(SENDER_RECORDS)
    .describe('nullMx: takes no mail (RFC 7505); badMx: no name in it; notAsked: no domain, or one that ends here.'),
});

export const unknownSender = declareStage({
  row: '7.6',
  title: 'Sender policy: unknown domain',
  phases: ['rcpt'],
  skippedBy: 'smtpdRestrictions',
  judges: 'strangers',
  options: unknownSenderOptions,
  evidence: unknownSenderEvidence,
  decide({ records }) {
    if (records === 'found' || records === 'notAsked') return ACCEPT;
    if (records === 'nullMx') return reject(550, '5.7.27', 'unknown-sender', 'Your sender domain takes no mail');
    // Postfix's unknown_address_reject_code 450: a domain that is missing is often a DNS fault that passes.
    return defer(450, '4.1.8', 'unknown-sender', 'Cannot find your sender domain');
  },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
