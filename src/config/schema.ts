// The configuration of a mail server: the stages' settings plus what is no stage. The engine runs it, the model simulates it.
import { z } from 'zod';
import { withCanonicalDomain } from '../core/mail-address.ts';
import { MIB } from '../core/units.ts';
import { dnsName } from '../stages/dnsbl/stage.ts';
import { stageSettingsSchema } from '../stages/index.ts';
import { personFields } from './address-format.ts';
import { adminSettings } from './admin.ts';
import { antispamSettings, tieAntispam } from './antispam.ts';
import { antivirusSettings } from './antivirus.ts';
import { deliverySettings } from './delivery.ts';
import { dkimSettings } from './dkim.ts';
import { domainList, externalPostmasters } from './domains.ts';
import { isLoopback, listenerSettings } from './listeners.ts';
import { noticeSettings } from './notices.ts';
import { quarantineSettings } from './quarantine.ts';
import { queueSettings } from './queue.ts';
import { relaySettings } from './relay-control.ts';
import { timeZone } from './sending-limits.ts';
import { smtpSettings } from './smtp-policy.ts';
import { tieDomains } from './tie-domains.ts';
import { tlsSettings } from './tls.ts';
import { traceSettings } from './trace.ts';

export const mailAddress = z
  .string()
  .max(254)
  .overwrite(withCanonicalDomain)
  .regex(
    /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i,
    'a mail address',
  );

const account = z.strictObject({
  address: mailAddress.describe('Address and login name of the account.'),
  ...personFields,
  addresses: z
    .array(mailAddress)
    .max(100)
    .default([])
    .describe('Further addresses of its own, besides those that the formats of its domains build (row 8.5).'),
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
  listeners: listenerSettings.prefault({}),
  tls: tlsSettings.prefault({}),
  smtp: smtpSettings.prefault({}),
  timeZone,
  domains: domainList,
  externalPostmasters,
  accounts: z.array(account).max(100_000).default([]).describe('Local accounts (row 5.1).'),
  stages: stageSettingsSchema.prefault({}),
  relay: relaySettings.prefault({}),
  queue: queueSettings.prefault({}),
  delivery: deliverySettings.prefault({}),
  dkim: dkimSettings.prefault({}),
  antispam: antispamSettings.prefault({}),
  antivirus: antivirusSettings.prefault({}),
  quarantine: quarantineSettings.prefault({}),
  notices: noticeSettings.prefault({}),
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
  admin: adminSettings.prefault({}),
  trace: traceSettings.prefault({}),
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
  const { accounts, listeners } = context.value ?? {};
  const complain = (path: readonly (string | number)[], message: string, input: unknown) =>
    context.issues.push({ code: 'custom', path: [...path], message, input, continue: true });
  for (const { path, message, input } of tieDomains(context.value)) complain(path, message, input);
  for (const { path, message, input } of tieAntispam(context.value)) complain(path, message, input);
  if (!Array.isArray(accounts)) return;
  const local = Object.values(listeners ?? {}).every((listener) => isLoopback(listener?.host));
  accounts.forEach((account, index) => {
    const { password, passwordHash } = account ?? {};
    if (password === undefined) return;
    const path = ['accounts', index, 'password'];
    if (passwordHash !== undefined) complain(path, 'either password or passwordHash', password);
    if (!local) complain(path, 'a passwordHash, since a listener is not on loopback', password);
  });
}

/** The schema of a configuration. */
export const configurationSchema = configurationShape.check(
  z.core._check(tieTogether as z.core.CheckFn<unknown>, { when: () => true }),
);

export type ServerConfiguration = z.output<typeof configurationSchema>;
