// What runs the antispam filter besides the stage's own settings: who scores, where rules come from, where users report (rows 9.1, 9.2, 9.6).
import { z } from 'zod';
import { addressKey, splitAddress } from '../core/mail-address.ts';
import { MIB } from '../core/units.ts';
import { isDomainSettings, namesOf } from './domains.ts';
import { wholeAddress } from './mailbox-name.ts';

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time such as 03:30');

/** Scheme and host of a URL without a user in it; null: it is none. */
function serverOf(text: string): { readonly scheme: string; readonly host: string } | null {
  const [, scheme, host] = /^(https?):\/\/(\[[\da-f:.]+\]|[a-z\d.-]+)(?::\d{1,5})?(?:\/[^\s?#]*)?$/i.exec(text) ?? [];
  return scheme === undefined || host === undefined ? null : { scheme: scheme.toLowerCase(), host: host.toLowerCase() };
}

const isOnThisMachine = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

const rspamdUrl = z
  .string()
  .max(300)
  .refine((text) => serverOf(text) !== null, 'a URL such as http://127.0.0.1:11333');

/** Rules are code of a kind: over the network they come by TLS. */
function isUpdateSource(text: string): boolean {
  const server = serverOf(text);
  if (server === null) return text.startsWith('/') && !text.includes('\0');
  return server.scheme === 'https' || isOnThisMachine(server.host);
}

const updateSource = z
  .string()
  .max(2000)
  .refine(isUpdateSource, 'an absolute path of a folder, or an https URL (http on this machine only)');

export const antispamSettings = z.strictObject({
  engine: z
    .enum(['plimsoll', 'rspamd'])
    .default('plimsoll')
    .describe(
      'Who scores mail: the scorer of the house, or an Rspamd that runs already. Without its answer the house scores.',
    ),
  rspamd: z
    .strictObject({
      url: rspamdUrl.default('http://127.0.0.1:11333').describe("Rspamd's normal worker."),
      controllerUrl: rspamdUrl.default('http://127.0.0.1:11334').describe("Rspamd's controller, which learns."),
      controllerPassword: z.string().min(1).max(200).optional().describe('Of the controller, where it asks for one.'),
      timeoutSeconds: z
        .number()
        .min(0.1)
        .max(120)
        .default(8)
        .describe('Without an answer by then the house scores. 8 s is the task_timeout of Rspamd as shipped.'),
      maxMessageBytes: z
        .number()
        .int()
        .min(1024)
        .max(1024 * MIB)
        .default(50 * MIB)
        .describe('Larger mail is scored by the house. 50 MiB is the max_message of Rspamd as shipped.'),
    })
    .prefault({}),
  updates: z
    .strictObject({
      enabled: z.boolean().default(false).describe('Update antispam rules every day (row 9.2).'),
      source: updateSource
        .nullable()
        .default(null)
        .describe(
          'A folder of .cf files (as sa-update keeps one), or a URL under which manifest.json and the files lie.',
        ),
      at: timeOfDay.default('03:30').describe('When, in the time zone of the server [A].'),
    })
    .refine(({ enabled, source }) => !enabled || source !== null, { path: ['source'], message: 'a source of updates' })
    .prefault({}),
  reporting: z
    .strictObject({
      enabled: z.boolean().default(false).describe('Users may report spam and false spam by mail (row 9.6).'),
      spamAddress: wholeAddress
        .nullable()
        .default(null)
        .describe('Forward spam to: mail sent there as an attachment is learned as spam. No account has this address.'),
      nonSpamAddress: wholeAddress
        .nullable()
        .default(null)
        .describe('Forward false spam to: mail sent there as an attachment is learned as non-spam.'),
      learnAt: timeOfDay
        .nullable()
        .default(null)
        .describe('Learn all reported mail every day at this time; null: only when an administrator says so.'),
    })
    .refine(({ enabled, spamAddress }) => !enabled || spamAddress !== null, {
      path: ['spamAddress'],
      message: 'an address for reported spam',
    })
    .refine(({ enabled, nonSpamAddress }) => !enabled || nonSpamAddress !== null, {
      path: ['nonSpamAddress'],
      message: 'an address for reported false spam',
    })
    .prefault({}),
});
export type AntispamSettings = z.output<typeof antispamSettings>;

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly input: unknown;
}

interface TiedSettings {
  readonly antispam: { readonly reporting?: Partial<AntispamSettings['reporting']> };
  readonly accounts: readonly ({ readonly address?: unknown } | null)[];
  readonly domains: readonly unknown[];
}

/**
 * What ties reporting to the rest (row 9.6): the addresses are in domains of this server and share no user name with an account. Takes
 * half-valid input too.
 */
export function tieAntispam(value: unknown): Problem[] {
  const { antispam, accounts, domains } = (value ?? {}) as Partial<TiedSettings>;
  const { enabled, spamAddress, nonSpamAddress } = antispam?.reporting ?? {};
  if (enabled !== true || !Array.isArray(accounts) || !Array.isArray(domains)) return [];
  const names = new Set(accounts.map((account) => splitAddress(addressKey(String(account?.address))).local));
  const here = new Set(domains.filter(isDomainSettings).flatMap(namesOf));
  const problems: Problem[] = [];
  for (const [key, address] of Object.entries({ spamAddress, nonSpamAddress })) {
    if (typeof address !== 'string') continue;
    const { local, domain } = splitAddress(addressKey(address));
    const path = ['antispam', 'reporting', key];
    if (!here.has(domain)) problems.push({ path, message: 'an address in a domain of this server', input: address });
    if (names.has(local)) problems.push({ path, message: 'a user name that no account has (row 9.6)', input: address });
  }
  if (typeof spamAddress === 'string' && spamAddress.toLowerCase() === nonSpamAddress?.toLowerCase())
    problems.push({
      path: ['antispam', 'reporting', 'nonSpamAddress'],
      message: 'another address than for spam',
      input: nonSpamAddress,
    });
  return problems;
}
