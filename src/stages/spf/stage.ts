// Row 9.11: SPF (RFC 7208). `fail` is refused; `softfail` only where the option says so; everything else goes on.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, reject } from '../../pipeline/verdict.ts';

export const SPF_RESULTS = ['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror'] as const;
export type SpfResult = (typeof SPF_RESULTS)[number];

export const spfOptions = z.strictObject({
  enabled: z.boolean().default(true),
  rejectSoftfail: z.boolean().default(false).describe('Also refuse mail whose result is softfail.'),
  timeoutSeconds: z
    .number()
    .min(0.1)
    .max(60)
    .default(20)
    .describe('A check that takes longer counts as temperror (RFC 7208, section 4.6.4: at least 20 s).'),
});

export const spfEvidence = z.strictObject({ result: z.enum(SPF_RESULTS) });

export const spf = declareStage({
  row: '9.11',
  title: 'SPF verification',
  phases: ['rcpt'],
  skippedBy: 'spf',
  judges: 'strangers',
  options: spfOptions,
  evidence: spfEvidence,
  decide({ result }, { rejectSoftfail }) {
    if (result === 'fail') return reject(550, '5.7.23', 'spf-fail', 'SPF validation failed');
    if (result === 'softfail' && rejectSoftfail) return reject(550, '5.7.23', 'spf-softfail', 'SPF validation failed');
    return ACCEPT;
  },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
