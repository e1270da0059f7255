// The configuration of a mail server: the stages' settings plus what is no stage. The engine runs it, the model simulates it.
import { z } from 'zod';
import { isAddress } from '../core/ip.ts';
import { MIB } from '../core/units.ts';
import { dnsName } from '../stages/dnsbl/stage.ts';
import { stageSettingsSchema } from '../stages/index.ts';

const port = z.number().int().min(0).max(65_535);
const host = z
  .string()
  .max(45)
  .refine(isAddress, 'an IP address such as 127.0.0.1')
  .default('127.0.0.1')
  .describe('Address to listen on. Loopback unless you say otherwise; 0.0.0.0 and :: are all interfaces.');
const listener = (standardPort: number) =>
  z.strictObject({
    enabled: z.boolean().default(true),
    host,
    port: port.default(standardPort).describe('TCP port; 0 takes a free one.'),
  });

export const mailAddress = z
  .string()
  .max(254)
  .regex(
    /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i,
    'a mail address',
  );

const account = z.strictObject({
  address: mailAddress.describe('Address and login name of the account.'),
  name: z.string().max(200).optional().describe('Name of the person.'),
  passwordHash: z
    .string()
    .max(500)
    .regex(/^scrypt\$/, 'a hash made by `plimsoll passwd`')
    .optional()
    .describe('Made by `plimsoll passwd`.'),
  password: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('In plain text, for laboratories only: refused unless every listener is on loopback.'),
});

const dnsRecords = z.record(
  z.string().max(253),
  z.partialRecord(z.enum(['A', 'AAAA', 'MX', 'TXT', 'PTR']), z.array(z.string().max(4096)).max(100)),
);

const isLoopback = (address: unknown): boolean => String(address).startsWith('127.') || address === '::1';

const configurationShape = z.strictObject({
  plimsoll: z.literal(1).describe('Version of this format.'),
  hostname: dnsName
    .default('mail.example.com')
    .describe('Name of the server: in the banner, in Received lines (row 7.1).'),
  banner: z
    .string()
    .max(200)
    .regex(/^[\x20-\x7e]*$/, 'printable ASCII')
    .default('ESMTP')
    .describe('Text of the SMTP banner after the host name (row 7.1).'),
  limits: z
    .strictObject({
      maxMessageBytes: z
        .number()
        .int()
        .min(1024)
        .max(1024 * MIB)
        .default(10_240_000)
        .describe('Row 7.1; default of Postfix.'),
      maxRecipients: z
        .number()
        .int()
        .min(1)
        .max(50_000)
        .default(1000)
        .describe('Recipients a message; row 7.1; default of Postfix.'),
      maxHops: z.number().int().min(1).max(1000).default(50).describe('Received lines; row 7.1; default of Postfix.'),
      maxConnections: z
        .number()
        .int()
        .min(1)
        .max(100_000)
        .default(100)
        .describe('SMTP sessions at once; default of Postfix.'),
    })
    .prefault({}),
  listeners: z.strictObject({ smtp: listener(25).prefault({}), imap: listener(143).prefault({}) }).prefault({}),
  domains: z.array(dnsName).min(1).max(1000).describe('Domains whose mail is received here (row 8.1).'),
  accounts: z.array(account).max(100_000).default([]).describe('Local accounts (row 5.1).'),
  stages: stageSettingsSchema.prefault({}),
  queue: z
    .strictObject({
      deliveryConcurrency: z
        .number()
        .int()
        .min(1)
        .max(100)
        .default(5)
        .describe('Deliveries at once; Postfix starts with 5.'),
      maxInFlightBytes: z
        .number()
        .int()
        .min(MIB)
        .max(65_536 * MIB)
        .default(256 * MIB)
        .describe('Bytes of messages being received at once; beyond it senders are deferred.'),
    })
    .prefault({}),
  storage: z
    .strictObject({
      folder: z
        .string()
        .min(1)
        .max(4096)
        .default('.plimsoll')
        .describe('Where mail is kept, relative to the configuration file.'),
    })
    .prefault({}),
  dns: z
    .strictObject({
      servers: z
        .array(z.string().max(60))
        .max(8)
        .default([])
        .describe('Servers to ask, host or host:port; empty: those of the system.'),
      timeoutSeconds: z.number().min(0.1).max(60).default(5),
      records: dnsRecords
        .default({})
        .describe('Answers given without asking, by name and type: for laboratories without a network.'),
      only: z.boolean().default(false).describe('Answer from `records` alone and ask nobody.'),
    })
    .prefault({}),
});

/** Rules that tie several settings together. Runs on half-valid input too, so that every problem is reported at once. */
function tieTogether(context: z.core.ParsePayload<z.output<typeof configurationShape>>): void {
  const { accounts, domains, listeners } = context.value ?? {};
  if (!Array.isArray(accounts) || !Array.isArray(domains)) return;
  const complain = (path: (string | number)[], message: string, input: unknown) =>
    context.issues.push({ code: 'custom', path, message, input, continue: true });
  const local = isLoopback(listeners?.smtp?.host) && isLoopback(listeners?.imap?.host);
  const here = new Set(domains.map((name) => String(name).toLowerCase()));
  const seen = new Set<string>();
  accounts.forEach((account, index) => {
    if (typeof account?.address !== 'string') return;
    const { password, passwordHash } = account;
    const key = account.address.toLowerCase();
    const path = ['accounts', index];
    if (seen.has(key)) complain([...path, 'address'], 'an address that no other account has', key);
    seen.add(key);
    if (!here.has(key.slice(key.lastIndexOf('@') + 1)))
      complain([...path, 'address'], `an address in one of the domains (${[...here].slice(0, 5).join(', ')})`, key);
    if (password === undefined) return;
    if (passwordHash !== undefined) complain([...path, 'password'], 'either password or passwordHash', password);
    if (!local) complain([...path, 'password'], 'a passwordHash, since a listener is not on loopback', password);
  });
}

/** The schema of a configuration. */
export const configurationSchema = configurationShape.check(
  z.core._check(tieTogether as z.core.CheckFn<unknown>, { when: () => true }),
);

export type ServerConfiguration = z.output<typeof configurationSchema>;
