// Row 8.3: which domains sign their users' mail, and with which keys. The keys themselves are files, never part of a configuration.
import { z } from 'zod';
import { domainName } from './mailbox-name.ts';

/** Header fields that RFC 6376 section 5.4.1 names as the core of a message. Fields that are not there are passed over. */
export const SIGNED_HEADERS: readonly string[] = [
  'From',
  'Sender',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'To',
  'Cc',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'In-Reply-To',
  'References',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Auto-Submitted',
];

const selector = z.strictObject({
  name: z
    .string()
    .max(63)
    .regex(
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
      'a name such as plimsoll1, in lower case',
    )
    .describe('Selector prefix: the record is published under <name>._domainkey.<domain>.'),
  algorithm: z
    .enum(['rsa-1024', 'rsa-2048', 'rsa-4096', 'ed25519'])
    .default('rsa-2048')
    .describe('Kind of key that is made. Many servers cannot read ed25519 yet: use it beside an RSA key, not alone.'),
  keyFile: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('Private key in PEM, relative to the data folder; without it a key is made there at the first start.'),
  signs: z
    .boolean()
    .default(true)
    .describe('false: the key is kept and shown but signs nothing, before or after its time (change of keys).'),
});

const signingDomain = z.strictObject({
  selectors: z.array(selector).min(1).max(4).describe('Every one that signs adds a signature.'),
  signedHeaders: z
    .array(
      z
        .string()
        .max(100)
        .regex(/^[!-9;-~]+$/, 'the name of a header field'),
    )
    .max(100)
    .default([...SIGNED_HEADERS])
    .describe('Header fields that are signed; From always is.'),
});

export const dkimSettings = z.strictObject({
  domains: z
    .record(domainName, signingDomain)
    .refine((domains) => Object.keys(domains).length <= 1000, 'at most 1000 domains')
    .refine(
      (domains) =>
        Object.values(domains).every(
          ({ selectors }) => new Set(selectors.map(({ name }) => name)).size === selectors.length,
        ),
      'every selector of a domain once',
    )
    .default({})
    .describe('Domains whose users’ outgoing mail is signed, by name (row 8.3).'),
});

export type DkimSettings = z.output<typeof dkimSettings>;
export type KeyAlgorithm = z.output<typeof selector>['algorithm'];
