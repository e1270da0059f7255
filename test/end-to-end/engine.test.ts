import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labFolder, type Ready, sendMail, startEngine, stopEngine } from './engine-process.ts';

const FRIEND = '127.0.0.2'; // passes the greylist by the laboratory's configuration
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const hasPython = spawnSync('python3', ['--version']).status === 0;
const clients = process.env['PLIMSOLL_CLIENT_TESTS'] === '1' || hasPython ? describe : describe.skip;

const mail = (subject: string, body: string): string =>
  `From: sender@partner.example\r\nTo: alice@example.com\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n${body}\r\n`;

/** Mailbox as Python's imaplib sees it: whole messages. */
const read = (port: number, user: string, mailbox = 'INBOX'): string[] => {
  const out = execFileSync('python3', [
    'test/clients/read_mailbox.py',
    String(port),
    `${user}@example.com`,
    `${user}-secret`,
    mailbox,
  ]);
  return (JSON.parse(out.toString()) as string[]).map((text) => Buffer.from(text, 'base64').toString('latin1'));
};

clients('the engine, with real clients', () => {
  const lab = labFolder();
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let ready: Ready;
  beforeAll(async () => {
    engine = await startEngine(lab.config);
    ready = engine.ready;
  });
  afterAll(async () => {
    await stopEngine(engine.child, 'SIGKILL');
    lab.remove();
  });

  test('greylists a first contact with 451', () => {
    const run = spawnSync(
      'python3',
      ['test/clients/send_mail.py', String(ready.smtp), '127.0.0.1', 'new@partner.example', 'alice@example.com'],
      {
        input: mail('first', 'hello'),
      },
    );
    expect(JSON.parse(run.stdout.toString())).toEqual({ sent: false, code: 451 });
  });

  test('takes a mail over SMTP and hands it out over IMAP, byte for byte', () => {
    const message = mail('bytes', 'a line\r\n. a dot\r\n..two\r\n\ttab and trailing space \r\n\r\nlast');
    const run = spawnSync(
      'python3',
      ['test/clients/send_mail.py', String(ready.smtp), FRIEND, 's@partner.example', 'alice@example.com'],
      {
        input: message,
      },
    );
    expect(JSON.parse(run.stdout.toString())).toEqual({ sent: true });
    const [stored = '', ...more] = read(ready.imap, 'alice');
    expect(more).toEqual([]);
    expect(stored.endsWith(message)).toBe(true);
    expect(stored).toMatch(/^Return-Path: <s@partner\.example>\r\nDelivered-To: alice@example\.com\r\n/);
    expect(stored).toMatch(/\r\nReceived: from client\.example /);
  });

  test('keeps EICAR in quarantine, as configured, and tells the recipient', async () => {
    const message = mail('virus', EICAR);
    const reply = await sendMail(ready.smtp, {
      from: 's@partner.example',
      to: 'bob@example.com',
      message,
      localAddress: FRIEND,
    });
    expect(reply).toMatch(/^250/);
    expect(readdirSync(join(lab.data, 'quarantine')).length).toBeGreaterThan(0);
    const inbox = read(ready.imap, 'bob');
    expect(inbox.some((text) => text.includes(EICAR))).toBe(false);
    expect(inbox).toHaveLength(1);
  });

  test('marks GTUBE as spam: in Junk, with the tag before its subject', async () => {
    const gtube = ['XJS*C4JDBQADN1.NSBN3*2IDNEN*', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'].join('');
    const reply = await sendMail(ready.smtp, {
      from: 's@partner.example',
      to: 'alice@example.com',
      message: mail('buy', gtube),
      localAddress: FRIEND,
    });
    expect(reply).toMatch(/^250/);
    const [spam = ''] = read(ready.imap, 'alice', 'Junk');
    expect(spam).toContain('Subject: [SPAM] buy\r\n');
    expect(spam).toContain('X-Spam-Flag: YES');
  });

  test.each([
    ['a client on a blocking list', '127.0.0.66', 's@partner.example', /^554 5\.7\.1/],
    ['a sender whose domain forbids it', FRIEND, 's@forged.example', /^550 5\.7\.23/],
    ['a blacklisted sender', FRIEND, 's@pest.example', /^554 5\.7\.1/],
  ])('refuses %s', async (_what, localAddress, from, wanted) => {
    expect(
      await sendMail(ready.smtp, { from, to: 'alice@example.com', message: mail('no', 'no'), localAddress }),
    ).toMatch(wanted);
  });

  test('is no relay and knows its users', async () => {
    const send = (to: string) =>
      sendMail(ready.smtp, { from: 's@partner.example', to, message: mail('x', 'x'), localAddress: FRIEND });
    expect(await send('somebody@elsewhere.example')).toMatch(/^554 5\.7\.1/);
    expect(await send('nobody@example.com')).toMatch(/^550 5\.1\.1/);
  });

  test('ends with 0 on SIGTERM and says nothing secret', async () => {
    expect(await stopEngine(engine.child)).toBe(0);
    expect(engine.stderr()).not.toContain('alice-secret');
  });
});

clients('a killed engine', () => {
  test('loses no acknowledged mail and keeps none twice', async () => {
    const lab = labFolder();
    try {
      let engine = await startEngine(lab.config);
      const acknowledged: string[] = [];
      let stopped = false;
      const sender = async (lane: number): Promise<void> => {
        for (let index = 0; !stopped; index += 1) {
          const subject = `lane-${lane}-${index}`;
          const sent = {
            from: 's@partner.example',
            to: 'alice@example.com',
            message: mail(subject, 'x'.repeat(2000)),
            localAddress: FRIEND,
          };
          const reply = await sendMail(engine.ready.smtp, sent).catch(() => '');
          if (reply.startsWith('250')) acknowledged.push(subject);
        }
      };
      const lanes = [0, 1, 2].map(sender);
      while (acknowledged.length < 40) await new Promise((resolve) => setImmediate(resolve));
      await stopEngine(engine.child, 'SIGKILL');
      stopped = true;
      await Promise.all(lanes);
      engine = await startEngine(lab.config);
      const subjects = read(engine.ready.imap, 'alice').map((text) => /^Subject: (.*)\r$/m.exec(text)?.[1] ?? '');
      await stopEngine(engine.child);
      expect(new Set(subjects).size).toBe(subjects.length);
      expect(acknowledged.filter((subject) => !subjects.includes(subject))).toEqual([]);
    } finally {
      lab.remove();
    }
  });
});
