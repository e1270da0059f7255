// A running IMAP server over a store in memory with one account, and clients that end with it.
import { afterEach } from 'vitest';
import { createAuthenticator } from '../../../src/engine/auth/authenticator.ts';
import type { ImapLimits } from '../../../src/engine/imap/limits.ts';
import { createImapServer, type ImapServer } from '../../../src/engine/imap/server.ts';
import type { Mailbox, MailStore } from '../../../src/engine/store/mail-store.ts';
import { connectImap, type ImapClient } from './imap-client.ts';
import { createMemoryStore } from './memory-store.ts';

export const USER = 'ann@example.org';
export const PASSWORD = 'correct horse';

export interface ImapLab {
  readonly port: number;
  readonly server: ImapServer;
  readonly store: MailStore;
  readonly inbox: Mailbox;
  readonly logged: string[];
  /** Greeting taken. */
  connect(): Promise<ImapClient>;
  /** Logged in. */
  login(): Promise<ImapClient>;
  /** Logged in, INBOX selected. */
  select(): Promise<ImapClient>;
}

const running: { server: ImapServer; clients: ImapClient[] }[] = [];

afterEach(async () => {
  for (const { server, clients } of running.splice(0)) {
    for (const client of clients) client.close();
    await server.stop(0);
  }
});

export async function startImap(
  limits: Partial<ImapLimits> = {},
  options: { readonly allowPlaintextLogin?: boolean; readonly store?: MailStore } = {},
): Promise<ImapLab> {
  const store = options.store ?? createMemoryStore();
  const logged: string[] = [];
  const server = createImapServer({
    store,
    authenticator: createAuthenticator([{ address: USER, password: PASSWORD }], {
      // Wrong passwords need not cost a real hash here.
      derive: async (_password, _salt, bytes) => Buffer.alloc(bytes),
    }),
    hostname: 'mail.example.org',
    log: (event, facts) => logged.push(`${event} ${JSON.stringify(facts)}`),
    allowPlaintextLogin: options.allowPlaintextLogin ?? true,
    limits,
  });
  const port = await server.listen('127.0.0.1', 0);
  const clients: ImapClient[] = [];
  running.push({ server, clients });
  const inbox = await store.open(USER, 'INBOX');
  if (!inbox) throw new Error('the store made no INBOX');
  const connect = async () => {
    const client = await connectImap(port);
    clients.push(client);
    await client.response();
    return client;
  };
  const login = async () => {
    const client = await connect();
    const answer = await client.result(`LOGIN ${USER} "${PASSWORD}"`);
    if (!answer.startsWith('OK')) throw new Error(`login failed: ${answer}`);
    return client;
  };
  const select = async () => {
    const client = await login();
    await client.command('SELECT INBOX');
    return client;
  };
  return { port, server, store, inbox, logged, connect, login, select };
}
