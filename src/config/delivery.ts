// Row 7.9: how mail leaves for other servers: directly or by a relay host, with exceptions by recipient and by sender.
import { z } from 'zod';
import { isAddress } from '../core/ip.ts';
import { canonicalDomain } from '../core/mail-address.ts';
import { DESTINATION_POLICY } from '../pipeline/destination-window.ts';
import { dnsName } from '../stages/dnsbl/stage.ts';
import { domainName, wholeAddress } from './mailbox-name.ts';

const port = z.number().int().min(1).max(65_535).default(25);
const tls = z
  .enum(['may', 'encrypt', 'none'])
  .default('may')
  .describe('STARTTLS: may: where the server offers it; encrypt: or no delivery; none: never. The guide has "may".');
const verifyCertificate = z
  .boolean()
  .default(false)
  .describe('The certificate has to be valid and to name the server; only with `tls: encrypt`.');

const relayHost = z
  .strictObject({
    host: z
      .string()
      .max(253)
      .overwrite((name) => (isAddress(name) ? name : canonicalDomain(name)))
      .refine((name) => isAddress(name) || dnsName.safeParse(name).success, 'a host name or an IP address')
      .describe('Name or address of the relay server. A name is looked up as a host, without MX.'),
    port: port.describe('Its port; 587 where it wants a login.'),
    tls,
    verifyCertificate,
    login: z
      .strictObject({
        user: z.string().min(1).max(254),
        password: z.string().min(1).max(500).describe('Sent over TLS only, or to this machine.'),
      })
      .nullable()
      .default(null)
      .describe('Account at the relay server, where it wants one.'),
  })
  .refine(({ verifyCertificate: verify, tls: level }) => !verify || level === 'encrypt', {
    path: ['verifyCertificate'],
    error: 'false, or `tls: encrypt` beside it',
  });

const rules = (who: string) =>
  z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100).describe('Name of the rule.'),
        match: z
          .array(z.union([wholeAddress, domainName], 'an address or a domain'))
          .min(1)
          .max(10_000)
          .describe(`Addresses and domains of ${who}s.`),
        relayHost,
      }),
    )
    .max(1000)
    .default([]);

export const deliverySettings = z
  .strictObject({
    relayHost: relayHost
      .nullable()
      .default(null)
      .describe('All mail to other servers goes through this one; null: each goes directly to its own server.'),
    recipientRules: rules('recipient').describe('Mail to these goes through a server of its own; before sender rules.'),
    senderRules: rules('sender').describe('Mail from these goes through a server of its own.'),
    port: port.describe('Port of the servers that mail goes to directly.'),
    tls,
    verifyCertificate,
    allowLoopback: z
      .boolean()
      .default(false)
      .describe('For laboratories: the servers that DNS names may be on this machine, at other ports than ours.'),
    initialConcurrency: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(DESTINATION_POLICY.initialConcurrency)
      .describe('Connections to one destination at first; more as deliveries succeed.'),
    maxConcurrency: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(DESTINATION_POLICY.maxConcurrency)
      .describe('Connections to one destination at most.'),
    maxConnections: z.number().int().min(1).max(10_000).default(100).describe('Connections to all destinations.'),
    recipientsPerTransaction: z.number().int().min(1).max(1000).default(50),
  })
  .refine(({ verifyCertificate: verify, tls: level }) => !verify || level === 'encrypt', {
    path: ['verifyCertificate'],
    error: 'false, or `tls: encrypt` beside it',
  });

export type RelayHostSettings = z.output<typeof relayHost>;
export type DeliverySettings = z.output<typeof deliverySettings>;
