// Row 7.10: relay control. Whose mail is passed on though it is neither from nor for a user of ours.
import { z } from 'zod';
import { domainName } from './mailbox-name.ts';
import { trustedList } from './smtp-policy.ts';

const inboundDomain = z.strictObject({
  name: z.string().min(1).max(100).describe('Name of the rule.'),
  domain: domainName.describe('Domain whose mail is passed on to its own server, which DNS names.'),
});

export const relaySettings = z.strictObject({
  trusted: trustedList,
  inboundDomains: z
    .array(inboundDomain)
    .max(1000)
    .default([])
    .describe(
      'Mail from anybody for these domains is relayed to the servers behind this one that serve them (row 7.10).',
    ),
});
