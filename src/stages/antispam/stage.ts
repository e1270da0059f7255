// Row 9.1: a score against a threshold; spam goes to the Junk mailbox and may carry a tag in its subject.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT } from '../../pipeline/verdict.ts';

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
});

export const antispamEvidence = z.strictObject({ score: z.number() });

export const antispam = declareStage({
  row: '9.1',
  title: 'Antispam score',
  phases: ['data'],
  skippedBy: null,
  options: antispamOptions,
  evidence: antispamEvidence,
  decide: ({ score }, { threshold, subjectPrefix }) =>
    score < threshold ? ACCEPT : { kind: 'accept', mark: { kind: 'spam', score, subjectPrefix } },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
