// Row 9.13: DMARC (RFC 7489). What the author's domain asks for happens to mail that is not its own: Junk, or refusal.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { reject } from '../../pipeline/verdict.ts';

export const DMARC_POLICIES = ['none', 'quarantine', 'reject'] as const;
export type DmarcPolicy = (typeof DMARC_POLICIES)[number];

/** Words of RFC 7489 section 11.2. */
export const DMARC_RESULTS = ['pass', 'fail', 'none', 'temperror', 'permerror'] as const;

export const dmarcOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Off by default: the guide has it ticked by hand.'),
  timeoutSeconds: z
    .number()
    .min(0.1)
    .max(60)
    .default(20)
    .describe('For the policy, and for SPF and DKIM where those stages did not ask: what is late counts as temperror.'),
});

export const dmarcEvidence = z.strictObject({
  fromDomain: z.string().max(253).nullable().describe('Domain of the author; null when From cannot be read.'),
  policy: z.enum(DMARC_POLICIES).nullable().describe('What the domain asks for; null when it publishes nothing.'),
  sampled: z.boolean().describe('The message is among the share (pct=) that the policy is meant for.'),
  spfAligned: z.boolean().describe("SPF passed for the author's domain."),
  dkimAligned: z.boolean().describe("A signature of the author's domain holds."),
  result: z.enum(DMARC_RESULTS).describe('permerror: nobody can tell who the author is.'),
});

/** RFC 7489 section 6.6.4: outside the share the next milder policy applies. */
const MILDER: Readonly<Record<DmarcPolicy, DmarcPolicy>> = { reject: 'quarantine', quarantine: 'none', none: 'none' };

export const dmarc = declareStage({
  row: '9.13',
  title: 'DMARC',
  phases: ['data'],
  skippedBy: 'dmarc',
  judges: 'strangers',
  options: dmarcOptions,
  evidence: dmarcEvidence,
  decide({ fromDomain, policy, sampled, result }) {
    const applied = policy === null ? 'none' : sampled ? policy : MILDER[policy];
    if (result === 'fail' && applied === 'reject')
      return reject(550, '5.7.1', 'dmarc-fail', 'Refused as the domain of the author asks for');
    // Without an author there is nobody to ask. RFC 7489 section 6.6.1 would refuse; Junk does less harm to what only a device made.
    const junk = result === 'permerror' || (result === 'fail' && applied === 'quarantine');
    return { kind: 'accept', mark: { kind: 'dmarc', result, fromDomain, policy, junk } };
  },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
