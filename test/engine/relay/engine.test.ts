// The whole engine between a client and two other servers, by configuration alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parseConfiguration } from '../../../src/config/parse.ts';
import { type Engine, startEngine } from '../../../src/engine/engine.ts';
import { NODE_FILE_SYSTEM } from '../../../src/engine/ports/node-file-system.ts';
import { createFileMailStore } from '../../../src/engine/store/file-mail-store.ts';
import { loadSpamRules } from '../../../src/hosts/load-spam-rules.ts';
import { SmtpClient } from '../smtp/smtp-client.ts';
import { startFakeServer } from './fake-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-relay-'));
let engine: Engine | null = null;
afterEach(async () => {
  await engine?.stop(0);
  rmSync(folder, { recursive: true, force: true });
});

const until = async (isDone: () => boolean): Promise<void> => {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('mail of a trusted client leaves for the servers that DNS and a rule name, and what is refused comes back', async () => {
  const far = await startFakeServer({ address: '127.0.0.9' });
  const partner = await startFakeServer({ answers: (line) => (line.startsWith('RCPT') ? '550 5.1.1 unknown' : null) });
  const settings = {
    plimsoll: 1,
    hostname: 'mail.example.com',
    domains: ['example.com'],
    accounts: [{ address: 'alice@example.com', password: 'secret' }],
    listeners: { smtp: { port: 0 }, imap: { enabled: false } },
    relay: { trusted: [{ name: 'lab', client: '127.0.0.1' }] },
    delivery: {
      port: far.port,
      allowLoopback: true,
      recipientRules: [{ name: 'p', match: ['partner.example'], relayHost: { host: '127.0.0.1', port: partner.port } }],
    },
    dns: {
      only: true,
      records: { 'far.example': { MX: ['10 mx.far.example'] }, 'mx.far.example': { A: ['127.0.0.9'] } },
    },
    storage: { folder },
  };
  const events: string[] = [];
  const log = (event: string, facts: object): void => void events.push(`${event} ${JSON.stringify(facts)}`);
  const configuration = parseConfiguration(JSON.stringify(settings), 'test');
  engine = await startEngine(configuration, await loadSpamRules(), log);
  const client = await SmtpClient.open(engine.ports.smtp ?? 0);
  await client.reply();
  const replies = await client.sayAll(
    'EHLO client.example',
    'MAIL FROM:<alice@example.com>',
    'RCPT TO:<x@far.example>',
    'RCPT TO:<y@partner.example>',
    'DATA',
    'From: alice@example.com\r\nSubject: out\r\n\r\n.. a line\r\n.',
  );
  client.close();
  expect(replies.at(-1)).toMatch(/^250 /);
  await until(() => events.some((event) => event.startsWith('queue.removed') && !event.includes('"recipients":1')));
  await until(() => Object.values(engine?.queue.counts() ?? {}).every((count) => count === 0));
  expect(far.messages[0]).toContain('Subject: out\r\n');
  expect(far.messages[0]?.endsWith('\r\n\r\n.. a line\r\n')).toBe(true);
  expect(partner.messages).toEqual([]);
  await engine.stop(0);
  engine = null;
  const store = createFileMailStore({
    fs: NODE_FILE_SYSTEM,
    folder: join(folder, 'mail'),
    now: () => 0,
    log: () => {},
  });
  const inbox = await store.create('alice@example.com', 'INBOX');
  const texts = await Promise.all(inbox.list().map(async ({ uid }) => (await inbox.read(uid))?.toString() ?? ''));
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain('Final-Recipient: rfc822; y@partner.example');
  expect(texts[0]).toContain('550 5.1.1 unknown');
  await store.close();
});
