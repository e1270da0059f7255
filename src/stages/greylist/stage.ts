// Row 9.8: a triplet (network, sender, recipient) that was never seen is asked to come again. Memory is `GreylistTable`'s.
import { z } from 'zod';
import { isAddress, isSubnet } from '../../core/ip.ts';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, defer, reject } from '../../pipeline/verdict.ts';
import { dnsName } from '../dnsbl/stage.ts';

const action = z.enum(['whitelist', 'greylist', 'blacklist']);
const source = z
  .string()
  .max(253)
  .refine(
    (text) => isAddress(text) || isSubnet(text) || dnsName.safeParse(text).success,
    'an IP address, a subnet or a domain',
  );

export const greylistOptions = z.strictObject({
  enabled: z.boolean().default(true),
  defaultAction: action
    .default('greylist')
    .describe('For sources without an entry. whitelist: pass; greylist: defer a first contact; blacklist: refuse.'),
  periodSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .describe('How long a first contact has to wait. 300 s is the default of Postgrey and of the Rspamd module.'),
  sources: z
    .array(
      z.strictObject({
        source: source.describe(
          "The client's address, subnet, or the domain of its verified host name (not of MAIL FROM).",
        ),
        action,
      }),
    )
    .max(10_000)
    .default([])
    .describe('The first entry that matches the client counts.'),
});

export const greylistEvidence = z.strictObject({
  matchedSource: z.string().nullable().describe('The first entry of `sources` that matches the client.'),
  ageSeconds: z.number().min(0).nullable().describe('Age of the triplet; null on first sight.'),
});

export const greylist = declareStage({
  row: '9.8',
  title: 'Greylist',
  phases: ['rcpt'],
  skippedBy: 'smtpdRestrictions',
  judges: 'strangers',
  options: greylistOptions,
  evidence: greylistEvidence,
  decide({ matchedSource, ageSeconds }, { sources, defaultAction, periodSeconds }) {
    const chosen = sources.find((entry) => entry.source === matchedSource)?.action ?? defaultAction;
    if (chosen === 'whitelist') return ACCEPT;
    if (chosen === 'blacklist') return reject(554, '5.7.1', 'source-refused', 'Access denied');
    if (ageSeconds !== null && ageSeconds >= periodSeconds) return ACCEPT;
    return defer(451, '4.7.1', 'greylisted', 'Please try again later');
  },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
