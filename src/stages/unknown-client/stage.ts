// Row 7.7: refuses a client whose address has no host name that leads back to it.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, defer } from '../../pipeline/verdict.ts';

export const unknownClientOptions = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Off by default, as in Postfix: many honest servers have no reverse DNS entry.'),
});

export const unknownClientEvidence = z.strictObject({
  hostname: z
    .enum(['verified', 'unknown', 'temperror'])
    .describe('verified: PTR name resolves back to the address; unknown: it does not; temperror: DNS failed.'),
});

export const unknownClient = declareStage({
  row: '7.7',
  title: 'Unknown client host name',
  phases: ['rcpt'],
  skippedBy: 'smtpdRestrictions',
  judges: 'strangers',
  options: unknownClientOptions,
  evidence: unknownClientEvidence,
  decide: ({ hostname }) =>
    // 450 in both cases: Postfix's unknown_client_reject_code, since a missing PTR is often a DNS fault that passes.
    hostname === 'verified'
      ? ACCEPT
      : defer(450, '4.7.25', 'unknown-client', 'Cannot find your host name from your address'),
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
