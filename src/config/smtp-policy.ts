// Rows 7.4 and 7.8: how SMTP sessions are held. What judges a message by evidence is a stage; these are the manners of a session.
import { z } from 'zod';
import { isAddress, isSubnet } from '../core/ip.ts';

/** An address or a subnet of clients. */
export const clientPlace = z
  .string()
  .max(49)
  .refine(
    (text) => isAddress(text) || isSubnet(text),
    'an IP address such as 192.0.2.7 or a subnet such as 192.0.2.0/24',
  );

/** RFC 1918, RFC 3927, RFC 4193, RFC 4291 section 2.5: what no router on the internet passes on. */
const PRIVATE_NETWORKS = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

const authentication = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('Users log in to have mail relayed (row 7.4). Offered under TLS, and without it on loopback only.'),
  exemptLocalNetworks: z
    .boolean()
    .default(false)
    .describe('Clients in localNetworks need not log in (row 7.4). Everybody there can send anything to anybody.'),
  localNetworks: z
    .array(clientPlace)
    .max(1000)
    .default(PRIVATE_NETWORKS)
    .describe('What counts as the local network; private addresses unless told otherwise.'),
  senderMustBelongToLogin: z
    .boolean()
    .default(false)
    .describe(
      'MAIL FROM has to be an address of whoever has logged in; such addresses are refused to all others (row 7.4).',
    ),
  trustedMaySendAsAnybody: z
    .boolean()
    .default(false)
    .describe('Servers on the trusted list (relay.trusted) are not held to that (row 7.4).'),
});

export const smtpSettings = z.strictObject({
  authentication: authentication.prefault({}),
  refusePipelining: z
    .boolean()
    .default(true)
    .describe('End sessions that send commands before the answers they have to wait for (row 7.8).'),
  maxJunkCommands: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .describe(
      'NOOP, VRFY, ETRN, RSET between two messages; beyond it every ten cost a second (row 7.8). Default of Postfix.',
    ),
  greetingDelaySeconds: z
    .number()
    .min(0)
    .max(30)
    .default(0)
    .describe('Wait with the greeting: who speaks before it is no mail server. 6 is the default of postscreen.'),
});

export const trustedList = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(100).describe('Name of the rule.'),
      client: clientPlace.describe('Address or subnet of a server whose mail is relayed without a login.'),
    }),
  )
  .max(1000)
  .default([])
  .describe('Other mail servers that send through this one (row 7.10).');
