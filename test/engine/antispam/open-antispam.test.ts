import { afterEach, describe, expect, test } from 'vitest';
import { configurationSchema } from '../../../src/config/schema.ts';
import { DAY_SECONDS } from '../../../src/core/units.ts';
import { type Antispam, openAntispam } from '../../../src/engine/antispam/open-antispam.ts';
import type { Directory } from '../../../src/engine/directory.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { parseSpamRules } from '../../../src/stages/antispam/observe/spam-rules.ts';
import { observeAntispam } from '../../../src/stages/antispam/observe.ts';
import { antispam as stage } from '../../../src/stages/antispam/stage.ts';
import { mail, portsWith, subjectWith } from '../../stages/observe/fixtures.ts';
import { createMemoryStore } from '../imap/memory-store.ts';
import { createVirtualClock } from '../queue/virtual-clock.ts';
import { createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';
import { memoryLog } from './antispam-lab.ts';
import { generatedMail } from './generated-mail.ts';

const HOUSE = parseSpamRules(
  'plimsoll: 1\nkind: antispam-rules\nname: test\ntitle: Test\nbayes: { spamScore: 5, hamScore: -3 }\nrules:\n  - { id: LURE, where: body, test: contains, words: [lure], score: 20, description: A lure. }\n',
  'test',
);
const SPAM = 'spam@example.net';
const HAM = 'ham@example.net';

const opened: Antispam[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function lab(settings: { stage?: object; antispam?: object }, disk: MemoryDisk = createMemoryDisk()) {
  const configuration = configurationSchema.parse({
    plimsoll: 1,
    hostname: 'mx.example.net',
    domains: ['example.net'],
    accounts: [{ address: 'bob@example.net', passwordHash: 'scrypt$x' }],
    stages: { antispam: settings.stage ?? {} },
    antispam: settings.antispam ?? {},
  });
  const clock = createVirtualClock();
  const store = createMemoryStore();
  const { lines, log } = memoryLog();
  const { resolver } = portsWith({ names: {} });
  const antispam = await openAntispam({
    configuration,
    houseRules: HOUSE,
    fs: disk.fs,
    folder: '/',
    store,
    resolver,
    clock,
    log,
  });
  opened.push(antispam);
  const kept: { envelope: Envelope; message: Uint8Array }[] = [];
  const queue = antispam.queue({
    async submit(envelope: Envelope, message: Uint8Array) {
      kept.push({ envelope, message });
      return { kind: 'kept' as const };
    },
  });
  const options = configuration.stages.antispam;
  const ports = portsWith({ names: {} }, { scorer: antispam.scorer, correspondents: antispam.correspondents });
  const judge = async (message: Buffer, sender = 'ann@sender.test') => {
    const subject = subjectWith({ phase: 'data', message, sender, recipients: ['bob@example.net'] });
    const evidence = await observeAntispam(subject, options, ports);
    return { evidence, verdict: stage.decide(evidence, options) };
  };
  return { antispam, disk, clock, store, lines, queue, kept, judge, options };
}

const envelope = (more: Partial<Envelope>): Envelope => ({
  version: 1,
  id: 'Q1',
  receivedSeconds: 1_700_000_000,
  client: { address: '192.0.2.1', helo: 'c', extended: true },
  sender: 'ann@sender.test',
  recipients: [],
  marks: [],
  trail: [],
  origin: 'stranger',
  ...more,
});
const to = (address: string, account: string | null = address): Envelope['recipients'][number] => ({
  address,
  account,
  original: address,
  fate: 'deliver',
  notify: false,
});

describe('antispam as a whole', () => {
  test('adds imported rules, keyword filters and the house together', async () => {
    const { antispam, judge } = await lab({
      stage: {
        keywordGroups: [
          {
            name: 'words',
            filters: [
              { keyword: 'Golden  Ticket', score: 1.5 },
              { keyword: 'inv(?:oice|ite)\\s+#?\\d{3,40}', regex: true, score: 2 },
              { keyword: 'hello', target: 'title', ignoreCase: false, score: 4 },
              { keyword: 'приз', score: 0.5 },
            ],
          },
          { name: 'off', enabled: false, filters: [{ keyword: 'ticket', score: 50 }] },
        ],
      },
    });
    expect(
      await antispam.admin.rules.import('own.cf', Buffer.from('body OWN /ticket/i\nscore OWN 2.25\n')),
    ).toMatchObject({
      kind: 'imported',
    });
    const message = mail('From: a@b.test', 'Subject: Hello', '', 'lure: a golden', 'ticket, INVITE #12345', 'ПРИЗ');
    const { evidence, verdict } = await judge(message);
    expect(evidence).toMatchObject({
      score: 22.25,
      rules: ['LURE', 'OWN'],
      notes: [],
      keywords: [
        { group: 'words', keyword: 'Golden  Ticket' },
        { group: 'words', keyword: 'приз' },
        { group: 'words', keyword: 'inv(?:oice|ite)\\s+#?\\d{3,40}' },
      ],
    });
    expect(verdict).toMatchObject({ mark: { kind: 'spam', score: 26.25 } });
    await antispam.admin.rules.setEnabled('own.cf', false);
    expect((await judge(message)).evidence).toMatchObject({ score: 20, rules: ['LURE'] });
  });
  test('leaves imported rules out where they are switched off', async () => {
    const disk = createMemoryDisk();
    const { antispam } = await lab({}, disk);
    await antispam.admin.rules.import('own.cf', Buffer.from('body OWN /hello/\n'));
    const { judge } = await lab({ stage: { spamAssassinRules: { enabled: false } } }, disk);
    expect((await judge(mail('Subject: x', '', 'hello'))).evidence.rules).toEqual([]);
  });
  test('a keyword expression that runs away holds nothing up', async () => {
    const { judge } = await lab({
      stage: { keywordGroups: [{ name: 'x', filters: [{ keyword: '(a+)+$', regex: true, score: 1 }] }] },
    });
    const { evidence } = await judge(mail('Subject: x', '', `${'a'.repeat(20_000)}b`));
    expect(evidence).toMatchObject({ keywords: [], notes: [] });
  });
});

describe('9.3 filters, observed', () => {
  const letter = (from: string, name = 'x.txt') =>
    mail(
      `From: ${from}`,
      'Subject: x',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'text',
      '--b',
      `Content-Type: application/zip; name="${name}"`,
      '',
      'PK',
      '--b--',
    );
  test.each([
    ['*@sender.test', '*', 'spam', 'Eve <eve@evil.test>', 'x.txt', { sender: '*@sender.test', recipient: '*' }],
    ['*@evil.test', '*', 'spam', 'Eve <eve@evil.test>', 'x.txt', { sender: '*@evil.test', recipient: '*' }],
    ['*@evil.test', '*', 'nonSpam', 'Eve <eve@evil.test>', 'x.txt', null],
    [
      '*@sender.test',
      'bob@*',
      'nonSpam',
      'Eve <eve@evil.test>',
      'x.txt',
      { sender: '*@sender.test', recipient: 'bob@*' },
    ],
    ['*@sender.test', 'ann@*', 'spam', 'Eve <eve@evil.test>', 'x.txt', null],
  ])('sender %s, recipient %s, %s', async (sender, recipient, action, from, name, matched) => {
    const { judge } = await lab({ stage: { addressFilters: [{ sender, recipient, action }] } });
    expect((await judge(letter(from, name))).evidence.addressFilter).toEqual(matched);
  });
  test.each([
    ['exe', 'setup.EXE. ', 'exe'],
    ['tar.gz', 'a.tar.gz', 'tar.gz'],
    ['gz', 'a.tar.gz', 'gz'],
    ['exe', 'exe', null],
    ['application/zip', 'x.txt', 'application/zip'],
    ['application/*', 'x.txt', 'application/*'],
    ['text/plain', 'x.txt', null],
  ])('attachments of the type %s: %s', async (fileType, name, matched) => {
    const { judge } = await lab({ stage: { attachmentFilters: [fileType] } });
    expect((await judge(letter('a@b.test', name))).evidence.attachment).toBe(matched);
  });
});

describe('9.1 auto-whitelist', () => {
  test('knows whom users write to, from the moment their mail is kept, and over a restart', async () => {
    const { queue, judge, antispam, disk } = await lab({});
    const message = mail('Subject: x', '', 'hi');
    expect((await judge(message, 'Carl@Partner.test')).evidence.wroteTo).toBe(false);
    const out = { sender: 'bob@example.net', recipients: [to('carl@partner.test', null)] };
    await queue.submit(envelope({ ...out, origin: 'user', account: 'bob@example.net' }), message);
    expect((await judge(message, 'Carl@Partner.test')).evidence.wroteTo).toBe(true);
    await antispam.close();
    const { judge: again } = await lab({}, disk.afterCrash('drop'));
    expect((await again(message, 'carl@partner.test')).evidence.wroteTo).toBe(true);
  });
  test.each([
    ['strangers write', { origin: 'stranger' }],
    ['servers that are trusted write', { origin: 'trusted' }],
    ['we bounce', { origin: 'user', report: 'sender' }],
    ['is answered by machines', { origin: 'user', sender: '' }],
    ['is discarded', { origin: 'user', recipients: [{ ...to('carl@partner.test', null), fate: 'discard' }] }],
  ] as const)('does not learn whom %s', async (_what, more) => {
    const { queue, antispam } = await lab({});
    await queue.submit(
      envelope({ recipients: [to('carl@partner.test', null)], ...more }),
      mail('Subject: x', '', 'hi'),
    );
    expect(antispam.correspondents.wroteTo('carl@partner.test')).toBe(false);
  });
});

describe('9.6 learning from mail', () => {
  const learning = { autoLearning: { enabled: true, spamScore: 12, nonSpamScore: 0.5 } };
  test('that its score has settled, and not from what users send', async () => {
    const { queue, judge, antispam } = await lab({ stage: learning });
    const take = async (message: Buffer, more: Partial<Envelope> = {}) => {
      const { evidence, verdict } = await judge(message);
      const trail = [{ stage: 'antispam', phase: 'data', recipient: null, evidence, verdict }] as const;
      await queue.submit(envelope({ recipients: [to('bob@example.net')], trail, ...more }), message);
    };
    await take(mail('Subject: x', 'Message-ID: <1@x>', '', 'lure'));
    await take(mail('Subject: x', 'Message-ID: <2@x>', '', 'a letter'));
    await take(mail('Subject: x', 'Message-ID: <3@x>', '', 'lure again'), { origin: 'user' });
    await antispam.admin.learning.idle();
    expect(antispam.admin.learned()).toMatchObject({ spam: 1, ham: 1 });
  });
  test('is used only after 200 of each kind, and then finds spam that no rule knows', async () => {
    const { judge, antispam } = await lab({});
    const strange = generatedMail('spam', 12_345);
    for (let serial = 0; serial < 199; serial += 1)
      for (const kind of ['spam', 'ham'] as const)
        await antispam.admin.learning.learn(generatedMail(kind, serial), kind);
    expect((await judge(strange)).evidence.rules).toEqual([]);
    for (let serial = 199; serial < 400; serial += 1)
      for (const kind of ['spam', 'ham'] as const)
        await antispam.admin.learning.learn(generatedMail(kind, serial), kind);
    const { evidence } = await judge(strange);
    expect(evidence.rules).toEqual(['BAYES_SPAM']);
    expect(evidence.learned).toBeGreaterThan(2);
  });
});

describe('9.6 reporting', () => {
  const antispam = { reporting: { enabled: true, spamAddress: SPAM, nonSpamAddress: HAM, learnAt: '02:00' } };
  const directory: Directory = {
    resolve: (address) => ({ kind: address.endsWith('@example.net') ? 'unknown' : 'foreign' }),
    maySendAs: () => false,
  };
  test('makes the two addresses known, in any case', async () => {
    const one = await lab({ antispam });
    const known = one.antispam.directory(directory);
    expect(known.resolve('Spam@example.net')).toEqual({ kind: 'known', targets: [{ address: SPAM, account: SPAM }] });
    expect(known.resolve('eve@example.net').kind).toBe('unknown');
    const off = await lab({});
    expect(off.antispam.directory(directory).resolve(SPAM).kind).toBe('unknown');
    expect(off.antispam.admin.reports).toBeNull();
  });
  test('is for users alone: mail of strangers to those addresses is thrown away, and to others goes on', async () => {
    const { queue, kept, lines } = await lab({ antispam });
    const message = mail('Subject: x', '', 'teach');
    expect(await queue.submit(envelope({ recipients: [to(SPAM)] }), message)).toEqual({ kind: 'kept' });
    expect(kept).toEqual([]);
    await queue.submit(envelope({ recipients: [to(SPAM), to('bob@example.net')] }), message);
    expect(kept[0]?.envelope.recipients.map(({ address }) => address)).toEqual(['bob@example.net']);
    expect(lines.filter((line) => line.startsWith('antispam.report.refused'))).toHaveLength(2);
  });
  test('keeps a report as it was sent, whatever the filter thinks of it', async () => {
    const { queue, kept } = await lab({ antispam });
    const marks = [{ kind: 'spam', score: 99, subjectPrefix: '[SPAM] ', encapsulate: 'attachment' }] as const;
    await queue.submit(envelope({ origin: 'user', marks, recipients: [to(SPAM)] }), mail('Subject: x', '', 'see'));
    expect(kept[0]?.envelope.marks).toEqual([]);
    await queue.submit(
      envelope({ origin: 'user', marks, recipients: [to(SPAM), to('bob@example.net')] }),
      mail('', 'x'),
    );
    expect(kept[1]?.envelope.marks).toEqual(marks);
  });
  test('learns every night what lies there', async () => {
    const { store, clock, antispam: service, lines } = await lab({ antispam });
    const box = await store.create(SPAM, 'INBOX');
    const report = Buffer.concat([
      Buffer.from('Return-Path: <bob@example.net>\r\nFrom: bob@example.net\r\nContent-Type: message/rfc822\r\n\r\n'),
      generatedMail('spam', 1),
    ]);
    await box.append(report, {});
    const breathe = async () => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    await clock.advance(DAY_SECONDS, breathe);
    expect(service.admin.learned().spam).toBe(1);
    expect(box.list()).toEqual([]);
    expect(lines).toContain('antispam.reports.learned {"learned":1,"unusable":0}');
  });
});

describe('9.2 updates on schedule', () => {
  test('come at once into a new installation, and at night into a running filter', async () => {
    const disk = createMemoryDisk();
    await disk.fs.makeFolder('/source');
    const publish = async (rule: string): Promise<void> => {
      await disk.fs.remove('/source/10_a.cf');
      const file = await disk.fs.open('/source/10_a.cf', 'new');
      await file.write(Buffer.from(`body ${rule} /hello/\nscore ${rule} 9\n`));
      await file.close();
    };
    await publish('FIRST');
    const updates = { enabled: true, source: '/source', at: '04:00' };
    const { clock, judge, antispam, lines } = await lab({ antispam: { updates } }, disk);
    const message = mail('Subject: x', '', 'hello');
    await antispam.admin.rules.idle();
    expect((await judge(message)).evidence.rules).toEqual(['FIRST']);
    await publish('NIGHTLY');
    await clock.advance(DAY_SECONDS);
    await antispam.admin.rules.idle();
    expect((await judge(message)).evidence.rules).toEqual(['NIGHTLY']);
    expect(lines.filter((line) => line.startsWith('antispam.rules.update {"kind":"updated"'))).toHaveLength(2);
  });
});
