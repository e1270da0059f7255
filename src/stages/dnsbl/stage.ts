// Row 9.7: lists in DNS say whether a client is known for spam; their scores add up and a threshold refuses the client.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, reject } from '../../pipeline/verdict.ts';

/** A DNS name of at least two labels. */
export const dnsName = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i,
    'a DNS name such as example.com',
  );

export const dnsblOptions = z.strictObject({
  enabled: z.boolean().default(true),
  threshold: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('A client whose scores add up to this or more is refused. 1 is the default of Postfix postscreen.'),
  servers: z
    .array(
      z.strictObject({
        zone: dnsName.describe('Zone of the list, e.g. zen.spamhaus.org.'),
        score: z
          .number()
          .int()
          .min(-100)
          .max(100)
          .describe('Points if the list names the client; negative for a DNSWL.'),
      }),
    )
    .max(32)
    .default([]),
  timeoutSeconds: z
    .number()
    .min(0.1)
    .max(60)
    .default(10)
    .describe(
      'A list that has not answered by then counts as not naming the client. 10 is the default of Postfix postscreen.',
    ),
});

export const dnsblEvidence = z.strictObject({
  listedOn: z.array(z.string()).describe('Zones that name the client.'),
  unanswered: z.array(z.string()).describe('Zones that failed or were too late.'),
});

export const dnsbl = declareStage({
  row: '9.7',
  title: 'DNSBL and DNSWL scores',
  phases: ['connect'],
  skippedBy: 'dnsbl',
  judges: 'strangers',
  options: dnsblOptions,
  evidence: dnsblEvidence,
  decide({ listedOn }, { servers, threshold }) {
    const total = servers.reduce((sum, { zone, score }) => (listedOn.includes(zone) ? sum + score : sum), 0);
    if (total < threshold) return ACCEPT;
    return reject(554, '5.7.1', 'listed-in-dns', 'Service unavailable: your address is on a blocking list');
  },
  demand: (traits, { servers }, cost) => ({
    ...priceOf(traits, cost),
    cpuSeconds: cost.cpuSeconds * servers.length,
    dnsRounds: servers.length > 0 ? cost.dnsRounds : 0,
    dnsParallel: servers.length,
  }),
});
