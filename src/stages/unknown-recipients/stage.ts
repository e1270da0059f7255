// Row 7.8: an address that named more recipients that do not exist than the limit is blocked until the next day.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, defer } from '../../pipeline/verdict.ts';

export const unknownRecipientsOptions = z.strictObject({
  enabled: z.boolean().default(false),
  maxPerDay: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(50)
    .describe('Recipients that do not exist which one address may name on one calendar day [A].'),
});

export const unknownRecipientsEvidence = z.strictObject({ unknownToday: z.number().int().min(0) });

export const unknownRecipients = declareStage({
  row: '7.8',
  title: 'Non-existent recipients',
  // Where only the address is known: the block is the address's (docs/decisions/guide-readings.md).
  phases: ['connect', 'mail'],
  skippedBy: 'smtpdRestrictions',
  judges: 'everybody',
  options: unknownRecipientsOptions,
  evidence: unknownRecipientsEvidence,
  // 421: the block passes with the day, and nothing more is said to such a client.
  decide: ({ unknownToday }, { maxPerDay }) =>
    unknownToday > maxPerDay
      ? defer(421, '4.7.1', 'unknown-recipients', 'Too many unknown recipients from your address, try again tomorrow')
      : ACCEPT,
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
