// A running SMTP server whose queue only remembers, with stages switched on by the test, and clients that end with it.
import { afterEach } from 'vitest';
import { createAuthenticator } from '../../../src/engine/auth/authenticator.ts';
import type { Directory } from '../../../src/engine/directory.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import type { Submission } from '../../../src/engine/queue/queue.ts';
import { type AccessSettings, NOBODY_TRUSTED } from '../../../src/engine/smtp/access-policy.ts';
import type { SmtpLimits } from '../../../src/engine/smtp/limits.ts';
import { createSmtpServer, type SmtpServer } from '../../../src/engine/smtp/server.ts';
import type { ListenerRules, SmtpServices } from '../../../src/engine/smtp/services.ts';
import { createCertificate } from '../../../src/engine/tls/create-certificate.ts';
import { secureContext } from '../../../src/engine/tls/secure-context.ts';
import { GreylistTable } from '../../../src/pipeline/greylist-table.ts';
import type { ObserverPorts } from '../../../src/pipeline/observation.ts';
import { RateWindow } from '../../../src/pipeline/rate-window.ts';
import { UnknownRecipients } from '../../../src/pipeline/unknown-recipients.ts';
import { observeAccessList } from '../../../src/stages/access-list/observe.ts';
import { antispamEvidence } from '../../../src/stages/antispam/stage.ts';
import { observeConnectionPolicy } from '../../../src/stages/connection-policy/observe.ts';
import { type Observers, STAGE_NAMES, stageSettingsSchema } from '../../../src/stages/index.ts';
import { observeUnknownRecipients } from '../../../src/stages/unknown-recipients/observe.ts';
import { SmtpClient } from './smtp-client.ts';

export interface SmtpLab {
  readonly port: number;
  readonly server: SmtpServer;
  readonly ports: ObserverPorts;
  /** What the queue was given. */
  readonly kept: { readonly envelope: Envelope; readonly message: string }[];
  readonly logged: string[];
  /** Greeting not taken. */
  open(): Promise<SmtpClient>;
  /** Greeting and EHLO done. */
  connect(): Promise<SmtpClient>;
}

interface LabOptions {
  readonly limits?: Partial<SmtpLimits>;
  /** Settings of the stages that are switched on; the others are off. */
  readonly stages?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly observers?: Partial<Observers>;
  /** What the listener allows; port 25 on loopback, with STARTTLS and passwords, unless the test says otherwise. */
  readonly rules?: Partial<ListenerRules>;
  readonly access?: Partial<AccessSettings>;
  readonly domains?: SmtpServices['domains'];
  /** False: nobody can log in, or there is no TLS. */
  readonly logins?: boolean;
  readonly tls?: SmtpServices['tls'] | false;
  readonly resolve?: Directory['resolve'];
  readonly now?: () => number;
  readonly submit?: (envelope: Envelope) => Promise<Submission>;
}

const LOCAL = new Map([
  ['ann@example.org', 'ann@example.org'],
  ['bob@example.org', 'bob@example.org'],
  ['postmaster', 'ann@example.org'],
]);

export const PASSWORD = 'correct horse';

export const DIRECTORY: Directory = {
  resolve(address) {
    const account = LOCAL.get(address.toLowerCase());
    if (account !== undefined) return { kind: 'known', targets: [{ address: account, account }] };
    return { kind: address.endsWith('@example.org') ? 'unknown' : 'foreign' };
  },
  maySendAs: (account, address) => account === address.toLowerCase(),
};

const OBSERVERS: Observers = {
  connectionPolicy: observeConnectionPolicy,
  accessList: observeAccessList,
  dnsbl: async () => ({ listedOn: [], unanswered: [] }),
  unknownRecipients: observeUnknownRecipients,
  heloPolicy: async () => ({ name: 'fqdn', records: 'found' }),
  senderPolicy: async () => ({ sender: 'fqdn' }),
  unknownSender: async () => ({ records: 'found' }),
  unknownClient: async () => ({ hostname: 'verified' }),
  spf: async () => ({ result: 'none' }),
  greylist: async () => ({ matchedSource: null, ageSeconds: null }),
  dkim: async () => ({ whitelisted: false, signatures: [], unexamined: 0 }),
  dmarc: async () => ({
    fromDomain: null,
    policy: null,
    sampled: true,
    spfAligned: false,
    dkimAligned: false,
    result: 'none',
  }),
  antivirus: async () => ({ outcome: 'clean', virus: null, engine: null }),
  mcp: async () => ({ matched: [], untried: [] }),
  contentScan: async () => ({
    partial: false,
    externalBody: false,
    html: false,
    tags: [],
    phishingLinks: 0,
    protection: 'none',
    unread: null,
  }),
  antispam: async () => antispamEvidence.parse({ score: 0 }),
};

const CONTEXT = secureContext(await createCertificate('mx.example.org', Date.now() / 1000), 'TLSv1.2');
/** Wrong passwords need not cost a real hash here. */
const AUTHENTICATOR = () =>
  createAuthenticator([{ address: 'ann@example.org', password: PASSWORD }], {
    derive: async (_password, _salt, bytes) => Buffer.alloc(bytes),
  });

const running: { server: SmtpServer; clients: SmtpClient[] }[] = [];

afterEach(async () => {
  for (const { server, clients } of running.splice(0)) {
    for (const client of clients) client.close();
    await server.stop(0);
  }
});

export async function startSmtp(options: LabOptions = {}): Promise<SmtpLab> {
  const kept: SmtpLab['kept'] = [];
  const logged: string[] = [];
  const log = (event: string, facts: object) => void logged.push(`${event} ${JSON.stringify(facts)}`);
  const ports: ObserverPorts = {
    now: options.now ?? (() => 1_700_000_000),
    resolver: { lookup: async () => ({ kind: 'none' }) },
    rates: new RateWindow(),
    unknownRecipients: new UnknownRecipients(),
    greylist: new GreylistTable(),
    scanner: { scan: async () => ({ kind: 'clean' }) },
    scorer: { score: async () => ({ score: 0, rules: [] }) },
    correspondents: { wroteTo: () => false },
    hostname: 'mx.example.org',
    isOurs: (address) => DIRECTORY.resolve(address).kind !== 'foreign',
  };
  const stages = Object.fromEntries(STAGE_NAMES.map((name) => [name, options.stages?.[name] ?? { enabled: false }]));
  let ids = 0;
  const server = createSmtpServer({
    hostname: 'mx.example.org',
    banner: 'ESMTP test',
    directory: { ...DIRECTORY, resolve: options.resolve ?? DIRECTORY.resolve },
    domains: options.domains ?? null,
    access: { ...NOBODY_TRUSTED, ...options.access },
    authenticator: options.logins === false ? null : AUTHENTICATOR(),
    tls: options.tls === false ? null : (options.tls ?? (() => CONTEXT)),
    settings: stageSettingsSchema.parse(stages),
    observers: { ...OBSERVERS, ...options.observers },
    ports,
    queue: {
      newId: () => {
        ids += 1;
        return `ID${ids}`;
      },
      async submit(envelope, message) {
        const submission = (await options.submit?.(envelope)) ?? ({ kind: 'kept' } as const);
        if (submission.kind === 'kept') kept.push({ envelope, message: Buffer.from(message).toString('latin1') });
        return submission;
      },
    },
    limits: { errorSleepSeconds: 0, junkSleepSeconds: 0, ...options.limits },
    log,
  });
  const rules: ListenerRules = { role: 'smtp', starttls: true, plaintextLogin: true, ...options.rules };
  const port = await server.listen('127.0.0.1', 0, rules);
  const clients: SmtpClient[] = [];
  running.push({ server, clients });
  const open = async () => {
    const client = await SmtpClient.open(port, rules.role === 'submissions');
    clients.push(client);
    return client;
  };
  const connect = async () => {
    const client = await open();
    await client.reply();
    await client.say('EHLO client.example');
    return client;
  };
  return { port, server, ports, kept, logged, open, connect };
}

/** A transaction up to the 354. */
export async function startData(client: SmtpClient): Promise<void> {
  const replies = await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>', 'DATA');
  if (!replies[2]?.startsWith('354')) throw new Error(replies.join(' | '));
}
