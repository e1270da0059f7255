// A real engine in this process with its admin listener on a free port: mail for away.example stays in the queue, since nobody
// listens where it should go.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { configurationSchema, type ServerConfiguration } from '../../../src/config/schema.ts';
import { validate } from '../../../src/config/validate.ts';
import { type Engine, startEngine } from '../../../src/engine/engine.ts';
import { loadSpamRules } from '../../../src/hosts/load-spam-rules.ts';
import { SmtpClient } from '../smtp/smtp-client.ts';

export const MESSAGE = 'From: planted-author@example.com\r\nSubject: planted-subject\r\n\r\nplanted-text\r\n.';

/** A port of this machine where nobody listens. */
const closedPort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 1));
    });
  });

export interface AdminLab {
  readonly engine: Engine;
  readonly configuration: ServerConfiguration;
  readonly folder: string;
  readonly url: string;
  readonly token: string;
  readonly logged: { readonly event: string; readonly facts: Readonly<Record<string, unknown>> }[];
  /** One request with the token; `init` may change anything. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** The same, and the JSON of its answer. */
  read<T = Record<string, unknown>>(path: string, init?: RequestInit): Promise<T>;
  post<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T>;
  /** A message, by a client that may relay or as a user. @returns its queue id */
  send(mail: { from?: string; to: string; login?: string; message?: string }): Promise<string>;
  stop(): Promise<void>;
  /** Text of the whole trace. */
  trace(): string;
}

/** @param change settings laid over those of the laboratory */
export async function startAdminLab(change: Record<string, unknown> = {}, folder?: string): Promise<AdminLab> {
  const data = folder ?? mkdtempSync(join(tmpdir(), 'plimsoll-admin-'));
  const configuration = validate(
    configurationSchema,
    {
      plimsoll: 1,
      hostname: 'mail.example.com',
      domains: ['example.com'],
      accounts: [
        { address: 'alice@example.com', password: 'alice-secret' },
        { address: 'bob@example.com', password: 'bob-secret' },
      ],
      stages: { greylist: { enabled: false }, dnsbl: { enabled: false }, antispam: { enabled: false } },
      relay: { trusted: [{ name: 'lab', client: '127.0.0.1' }] },
      delivery: { port: await closedPort(), allowLoopback: true },
      listeners: { smtp: { port: 0 }, imap: { enabled: false } },
      storage: { folder: data },
      admin: { enabled: true, port: 0 },
      trace: { enabled: true },
      dns: {
        only: true,
        records: {
          'away.example': { MX: ['10 mx.away.example'] },
          'mx.away.example': { A: ['127.0.0.1'] },
        },
      },
      ...change,
    },
    'lab',
  );
  const logged: AdminLab['logged'] = [];
  const engine = await startEngine(
    configuration,
    await loadSpamRules(),
    (event, facts) => void logged.push({ event, facts }),
    '9.9.9',
  );
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await engine.stop(0);
    running = false;
  };
  onTestFinished(async () => {
    await stop();
    if (folder === undefined) rmSync(data, { recursive: true, force: true });
  });
  const { url } = JSON.parse(readFileSync(join(data, 'admin.json'), 'utf8')) as { url: string };
  const { tokenFile } = configuration.admin;
  const token = readFileSync(tokenFile ?? join(data, 'admin.token'), 'utf8').trim();
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url + path, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } });
  const read = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await ask(path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    engine,
    configuration,
    folder: data,
    url,
    token,
    logged,
    ask,
    read,
    post: (path, body) =>
      read(path, {
        method: 'POST',
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      }),
    async send({ from = 'planted-author@example.com', to, login, message = MESSAGE }) {
      const client = await SmtpClient.open(engine.ports.smtp ?? 0);
      try {
        await client.reply();
        await client.say('EHLO planted-client.example');
        if (login !== undefined)
          await client.say(`AUTH PLAIN ${Buffer.from(`\0${login}@example.com\0${login}-secret`).toString('base64')}`);
        await client.say(`MAIL FROM:<${from}>`);
        await client.say(`RCPT TO:<${to}>`);
        await client.say('DATA');
        const reply = await client.say(message);
        const [, id] = /queued as (\w+)/.exec(reply) ?? [];
        if (id === undefined) throw new Error(reply);
        return id;
      } finally {
        client.close();
      }
    },
    stop,
    trace: () =>
      readdirSync(join(data, 'trace'))
        .map((name) => readFileSync(join(data, 'trace', name), 'utf8'))
        .join(''),
  };
}

/** Waits until `look` finds something. Every look asks the engine, so time passes in it and not in a sleep. */
export async function until<T>(look: () => Promise<T | false | null | undefined>): Promise<T> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came about');
}
