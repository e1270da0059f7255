// Rows 8.1 to 8.9: the domains of a server and what they do to mail. One entry is a name, or a mapping with all there is to set.
import { z } from 'zod';
import { addressFormat } from './address-format.ts';
import { disclaimer } from './disclaimers.ts';
import { domainName, localPart, mailboxName, wholeAddress } from './mailbox-name.ts';
import { sendingLimits } from './sending-limits.ts';

const alias = z.strictObject({
  name: localPart.describe('The part in front of the @.'),
  members: z
    .array(mailboxName)
    .min(1)
    .max(10_000)
    .describe('Accounts and aliases by name or address, addresses of other servers (row 8.6).'),
});

export type Alias = z.output<typeof alias>;

const autoBcc = z
  .strictObject({
    match: z.enum(['from', 'to', 'all']).describe('What is looked at: MAIL FROM, RCPT TO, or nothing: every message.'),
    contains: z.string().max(254).default('').describe('Text that the address has in it; case does not count.'),
    to: mailboxName.describe('Where the copy goes: an address, an account or an alias (row 8.7).'),
  })
  .refine(
    ({ match, contains }) => (match === 'all') === (contains === ''),
    '`contains` with from and to, not with all',
  );

export type AutoBccRule = z.output<typeof autoBcc>;

const domainSettings = z.strictObject({
  name: domainName.describe('The domain (row 8.1).'),
  description: z.string().max(1000).default(''),
  additionalDomains: z
    .array(domainName)
    .max(100)
    .default([])
    .describe('Further names of this domain: every address of it exists there too (row 8.2).'),
  addressFormats: z
    .array(addressFormat)
    .min(1)
    .max(10)
    .default(['<a>'])
    .describe('How addresses of its accounts are built, the first being the usual one (row 8.1).'),
  autoAdd: z.boolean().default(false).describe('Every account of the server belongs to this domain (row 8.1).'),
  members: z
    .array(wholeAddress)
    .max(100_000)
    .default([])
    .describe('Logins of accounts that belong to this domain besides those whose login is in it (row 8.1).'),
  catchAll: mailboxName
    .nullable()
    .default(null)
    .describe('Account or alias that gets the mail for addresses that do not exist; null: refused (row 8.4).'),
  aliases: z.array(alias).max(50_000).default([]),
  autoBcc: z.array(autoBcc).max(1000).default([]),
  limits: sendingLimits.prefault({}),
  disclaimers: z.array(disclaimer).max(100).default([]).describe('The first that fits is appended (row 8.9).'),
});

/** A domain with all its settings, defaults filled in. */
export type DomainSettings = z.output<typeof domainSettings>;

/** The settings of one entry of `domains`. This is the only place that knows that an entry may be a name alone. */
export const domainEntry = z
  .union([domainName, domainSettings])
  .transform((entry): DomainSettings => (typeof entry === 'string' ? domainSettings.parse({ name: entry }) : entry));

/** All names of a domain, its own first. */
export const namesOf = ({ name, additionalDomains }: DomainSettings): string[] => [name, ...additionalDomains];

/** True for settings that passed: rules across settings run on half-valid input too. */
export const isDomainSettings = (entry: unknown): entry is DomainSettings => domainSettings.safeParse(entry).success;

export const domainList = z
  .array(domainEntry)
  .min(1)
  .max(1000)
  .describe('Domains whose mail is received here: names, or mappings with settings (rows 8.1 to 8.9).');

export const externalPostmasters = z
  .array(wholeAddress)
  .max(100)
  .default([])
  .describe('Addresses that get what others send to postmaster and mailer-daemon; empty: the first account (row 7.2).');
