// The whole engine on loopback: a database of one's own, rules on content, content scan and quarantine, as they work together.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configurationSchema } from '../../../src/config/schema.ts';
import { type Engine, startEngine } from '../../../src/engine/engine.ts';
import { NODE_FILE_SYSTEM } from '../../../src/engine/ports/node-file-system.ts';
import { createFileMailStore } from '../../../src/engine/store/file-mail-store.ts';
import { loadSpamRules } from '../../../src/hosts/load-spam-rules.ts';
import { sendMail } from '../../end-to-end/engine-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-content-'));
const off = { enabled: false };
const quiet = [
  'dnsbl',
  'spf',
  'greylist',
  'antispam',
  'dkim',
  'dmarc',
  'heloPolicy',
  'senderPolicy',
  'unknownSender',
  'unknownClient',
];
const lines: string[] = [];
let engine: Engine;

const html = '<p>Hello</p><script>x</script><a href="http://evil.example/">www.bank.com</a>';
const mails = {
  virus: 'Subject: bad\r\n\r\nthis holds evil-body-of-code\r\n',
  secret: 'Subject: project bluebird\r\n\r\nthe plans\r\n',
  page: `Subject: page\r\nContent-Type: text/html\r\n\r\n${html}\r\n`,
  pieces: 'Subject: pieces\r\nContent-Type: message/partial; number=1; id=x\r\n\r\nx\r\n',
};
const send = (message: string) =>
  sendMail(engine.ports.smtp ?? 0, { from: 's@partner.example', to: 'alice@example.com', message });

/** Messages in a mailbox, once the engine has stopped. */
async function stored(account: string, mailbox = 'INBOX'): Promise<string[]> {
  const store = createFileMailStore({
    fs: NODE_FILE_SYSTEM,
    folder: join(folder, 'mail'),
    now: () => 0,
    log: () => {},
  });
  const box = await store.create(account, mailbox);
  const texts = await Promise.all(box.list().map(async ({ uid }) => (await box.read(uid))?.toString('latin1') ?? ''));
  await store.close();
  return texts;
}

beforeAll(async () => {
  mkdirSync(join(folder, 'antivirus'), { recursive: true });
  const body = Buffer.from('evil-body-of-code').toString('hex');
  writeFileSync(
    join(folder, 'antivirus', 'own.ndb'),
    [`Own.Virus:0:*:${body}`, 'not a signature', ...Array(200).fill(`Own.Other:0:*:${body.replace('65', '66')}`)].join(
      '\n',
    ),
  );
  const configuration = configurationSchema.parse({
    plimsoll: 1,
    domains: ['example.com'],
    accounts: ['alice', 'legal', 'admin'].map((name) => ({ address: `${name}@example.com`, password: 'secret' })),
    listeners: { smtp: { port: 0 }, submission: off, submissions: off, imap: off },
    dns: { only: true },
    storage: { folder },
    antivirus: { engines: [{ kind: 'clamd', port: 1, connectSeconds: 1 }, { kind: 'signatures' }] },
    notices: { administrator: 'admin@example.com' },
    stages: {
      ...Object.fromEntries(quiet.map((name) => [name, off])),
      mcp: {
        enabled: true,
        rules: [{ name: 'plans', target: 'contents', pattern: 'bluebird' }],
        action: 'quarantine',
        forwardTo: 'legal@example.com',
      },
      contentScan: { enabled: true, rejectPartial: true, highlightPhishing: true },
    },
  });
  engine = await startEngine(
    configuration,
    await loadSpamRules(),
    (event, facts) => void lines.push(`${event} ${JSON.stringify(facts)}`),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the engine', () => {
  test('scans with a database of its folder, in the place of a clamd that is not there', async () => {
    expect(await send(mails.virus)).toMatch(/^250/);
    const { items } = await engine.quarantine.list();
    expect(items).toMatchObject([{ subject: 'bad', viruses: ['Own.Virus'], reason: 'virus' }]);
    const view = await engine.quarantine.view(items[0]?.id ?? '');
    expect(view?.trail.find(({ stage }) => stage === 'antivirus')?.evidence).toEqual({
      outcome: 'infected',
      virus: 'Own.Virus',
      engine: 'signatures',
    });
    const status = await engine.antivirus.status();
    expect(status.engines.map(({ name }) => name)).toEqual(['clamd 127.0.0.1:1', 'signatures']);
    expect(status.databases.files).toMatchObject([
      { state: 'loaded', report: { badLines: 1, problems: [{ line: 2 }] } },
    ]);
  });
  test('keeps what the rules on content say, and forwards it', async () => {
    expect(await send(mails.secret)).toMatch(/^250/);
    expect((await engine.quarantine.list({ reason: 'mcp' })).items).toMatchObject([
      { subject: 'project bluebird', mcpScore: 1 },
    ]);
  });
  test('refuses pieces of messages, and takes HTML', async () => {
    expect(await send(mails.pieces)).toMatch(/^550 5\.7\.1/);
    expect(await send(mails.page)).toMatch(/^250/);
  });
  test('delivers what is released, disarms what is delivered, and tells who is to be told', async () => {
    const { items } = await engine.quarantine.list({ reason: 'mcp' });
    expect([
      ...(
        await engine.quarantine.release(
          items.map(({ id }) => id),
          'test',
        )
      ).values(),
    ]).toEqual(['done']);
    await engine.stop(10);
    const inbox = await stored('alice@example.com');
    const bySubject = (subject: string) => inbox.find((text) => text.includes(`\r\nSubject: ${subject}\r\n`)) ?? '';
    expect(bySubject('project bluebird')).toContain('X-Quarantine: released');
    expect(bySubject('page')).toContain('<p>Hello</p><!-- removed -->');
    expect(bySubject('page')).toContain('leads to evil.example, not to www.bank.com]');
    expect(bySubject('A message to you was kept in quarantine')).toContain('Own.Virus');
    expect(inbox.some((text) => text.includes('evil-body-of-code'))).toBe(false);
    expect((await stored('legal@example.com'))[0]).toContain('Subject: project bluebird');
    expect(await stored('admin@example.com')).toHaveLength(2);
    expect(lines.join('\n')).not.toContain('the plans');
  });
});
