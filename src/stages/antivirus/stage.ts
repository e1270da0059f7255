// Rows 9.9 and 9.10: a virus is deleted, kept in quarantine or delivered with a warning; large mail is not scanned.
import { z } from 'zod';
import { MIB } from '../../core/units.ts';
import { NO_DEMAND, priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, defer, type Verdict } from '../../pipeline/verdict.ts';

export const antivirusOptions = z.strictObject({
  enabled: z.boolean().default(true),
  maxScanBytes: z
    .number()
    .int()
    .min(1024)
    .max(1024 * MIB)
    .default(20 * MIB)
    .describe('Mail larger than this is not scanned. 20 MB is the figure the guide gives for its second engine.'),
  action: z
    .enum(['delete', 'quarantine', 'deliver'])
    .default('quarantine')
    .describe('What becomes of mail that contains a virus.'),
  subjectPrefix: z
    .string()
    .max(100)
    .regex(/^[^\r\n]*$/, 'one line of text')
    .nullable()
    .default('[VIRUS] ')
    .describe('Put before the subject when the action is deliver; null: the subject stays.'),
  notifyRecipients: z
    .boolean()
    .default(true)
    .describe('Tell recipients when a mail of theirs was deleted or quarantined.'),
  onFailure: z
    .enum(['defer', 'deliver'])
    .default('defer')
    .describe('When the scanner itself fails: ask the sender to come again, or deliver unscanned.'),
});

export const antivirusEvidence = z.strictObject({
  outcome: z.enum(['clean', 'infected', 'unscannable', 'tooLarge', 'failed']),
  virus: z.string().nullable().describe('Name of the virus when infected.'),
  engine: z
    .string()
    .max(100)
    .nullable()
    .default(null)
    .describe('The engine whose finding it is; null when none was asked or none answered.'),
});

const unscanned = (why: string): Verdict => ({ kind: 'accept', mark: { kind: 'unscanned', why } });

export const antivirus = declareStage({
  row: '9.9',
  title: 'Antivirus scan',
  phases: ['data'],
  skippedBy: 'antivirus',
  judges: 'everybody',
  options: antivirusOptions,
  evidence: antivirusEvidence,
  decide({ outcome, virus }, options) {
    switch (outcome) {
      case 'clean':
        return ACCEPT;
      case 'tooLarge':
        return unscanned('larger than the limit');
      case 'unscannable':
        return unscanned('a part could not be opened');
      case 'failed':
        return options.onFailure === 'deliver'
          ? unscanned('the scanner failed')
          : defer(451, '4.3.0', 'scan-failed', 'Cannot check the message now, try again later');
      case 'infected': {
        const mark = { kind: 'virus', virus: virus ?? 'unknown', subjectPrefix: options.subjectPrefix } as const;
        if (options.action === 'deliver') return { kind: 'accept', mark };
        const kind = options.action === 'delete' ? 'discard' : 'quarantine';
        return { kind, reason: 'virus', mark, notifyRecipients: options.notifyRecipients };
      }
    }
  },
  demand: (traits, { maxScanBytes }, cost) => (traits.sizeBytes > maxScanBytes ? NO_DEMAND : priceOf(traits, cost)),
});
