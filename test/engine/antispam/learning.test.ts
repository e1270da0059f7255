import { describe, expect, test } from 'vitest';
import { DAY_SECONDS } from '../../../src/core/units.ts';
import { type BayesStore, openBayesStore } from '../../../src/engine/antispam/bayes-store.ts';
import { openCorrespondents } from '../../../src/engine/antispam/correspondents.ts';
import { openInstallKey } from '../../../src/engine/antispam/install-key.ts';
import { createLearning } from '../../../src/engine/antispam/learning.ts';
import { createReportedMails } from '../../../src/engine/antispam/reported-mail.ts';
import { createMemoryStore } from '../imap/memory-store.ts';
import { createVirtualClock } from '../queue/virtual-clock.ts';
import { createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';
import { memoryLog } from './antispam-lab.ts';
import { generatedMail, knownProbability } from './generated-mail.ts';

const KEY = Buffer.alloc(32, 7);
const open = (disk: MemoryDisk, clock = createVirtualClock(), memory?: { maxTokens: number; maxAgeDays: number }) =>
  openBayesStore({ fs: disk.fs, path: '/bayes', key: KEY, clock, log: memoryLog().log, ...(memory && { memory }) });

/** Share of messages that the classifier puts on the right side of one half. */
function accuracy(bayes: Pick<BayesStore, 'probability'>, from: number, count: number): number {
  let right = 0;
  for (let serial = from; serial < from + count; serial += 1) {
    if ((bayes.probability(generatedMail('spam', serial)) ?? 0.5) > 0.5) right += 1;
    if ((bayes.probability(generatedMail('ham', serial)) ?? 0.5) < 0.5) right += 1;
  }
  return right / (2 * count);
}

describe('9.6 learning', () => {
  test('counts from 200 of each kind on, and then tells mail apart that it has never seen', async () => {
    const bayes = await open(createMemoryDisk());
    for (let serial = 0; serial < 199; serial += 1) {
      bayes.learn(generatedMail('spam', serial), 'spam');
      bayes.learn(generatedMail('ham', serial), 'ham');
    }
    expect(accuracy(bayes, 10_000, 50)).toBe(0);
    expect(bayes.learned).toMatchObject({ spam: 199, ham: 199, ready: false });
    bayes.learn(generatedMail('spam', 199), 'spam');
    bayes.learn(generatedMail('ham', 199), 'ham');
    const with200 = accuracy(bayes, 10_000, 200);
    expect(with200).toBeGreaterThan(0.85);
    for (let serial = 200; serial < 800; serial += 1) {
      bayes.learn(generatedMail('spam', serial), 'spam');
      bayes.learn(generatedMail('ham', serial), 'ham');
    }
    const with800 = accuracy(bayes, 10_000, 200);
    expect(with800).toBeGreaterThan(with200);
    // Whoever knows how the mail was made does hardly better.
    const best = accuracy({ probability: knownProbability }, 10_000, 200);
    expect(with800).toBeGreaterThan(best - 0.05);
  });
  test('of mail labelled by chance teaches nothing: the gain is not made by the test', async () => {
    const bayes = await open(createMemoryDisk());
    for (let serial = 0; serial < 300; serial += 1) {
      bayes.learn(generatedMail('spam', serial), serial % 2 === 0 ? 'spam' : 'ham');
      bayes.learn(generatedMail('ham', serial), serial % 2 === 0 ? 'ham' : 'spam');
    }
    expect(Math.abs(accuracy(bayes, 10_000, 200) - 0.5)).toBeLessThan(0.15);
  });
  test('is kept over a restart, and over a crash but for the last second', async () => {
    const disk = createMemoryDisk();
    const clock = createVirtualClock();
    const bayes = await open(disk, clock);
    for (let serial = 0; serial < 250; serial += 1) {
      bayes.learn(generatedMail('spam', serial), 'spam');
      bayes.learn(generatedMail('ham', serial), 'ham');
    }
    await bayes.flush();
    bayes.learn(generatedMail('ham', 999), 'ham');
    const after = await open(disk.afterCrash('drop'), clock);
    expect(after.learned).toMatchObject({ spam: 250, ham: 250, ready: true });
    await bayes.close();
    const whole = await open(disk.afterCrash('drop'), clock);
    expect(whole.learned).toEqual(bayes.learned);
    const strange = generatedMail('spam', 5000);
    expect(whole.probability(strange)).toBe(bayes.probability(strange));
  });
  test('survives damage of its file as far as it can', async () => {
    const disk = createMemoryDisk();
    const bayes = await open(disk);
    for (let serial = 0; serial < 20; serial += 1) {
      bayes.learn(generatedMail('spam', serial), 'spam');
      await bayes.flush();
    }
    await bayes.close();
    disk.edit('/bayes', (bytes) => {
      bytes.fill(0x55, 2000, 2100);
      return bytes;
    });
    const after = await open(disk);
    expect(after.learned.spam).toBeGreaterThan(10);
    expect(after.learned.spam).toBeLessThan(20);
  });
  test('is bounded in words and in age, and the file with it', async () => {
    const disk = createMemoryDisk();
    const clock = createVirtualClock();
    const bayes = await open(disk, clock, { maxTokens: 500, maxAgeDays: 100 });
    for (let serial = 0; serial < 3000; serial += 1) {
      bayes.learn(generatedMail(serial % 2 === 0 ? 'spam' : 'ham', serial), serial % 2 === 0 ? 'spam' : 'ham');
      if (serial % 50 === 0) await bayes.flush();
    }
    await bayes.close();
    expect(bayes.learned.words).toBe(500);
    const bytes = (await disk.fs.read('/bayes'))?.length ?? 0;
    expect(bytes).toBeLessThan(3 * 1024 * 1024);
    await clock.advance(101 * DAY_SECONDS);
    expect(bayes.expire()).toBe(500);
  });
  test('knows a message again, corrects what was learned of it, and learns nothing twice', async () => {
    const bayes = await open(createMemoryDisk());
    const message = generatedMail('spam', 1);
    expect(bayes.learn(message, 'spam')).toBe('learned');
    const delivered = Buffer.concat([Buffer.from('X-Spam-Flag: YES\r\nReceived: by us\r\n'), message]);
    expect(bayes.learn(delivered, 'spam')).toBe('known');
    expect(bayes.learn(delivered, 'ham')).toBe('corrected');
    expect(bayes.learned).toMatchObject({ spam: 0, ham: 1 });
  });
  test('keeps no word and no address that anybody could read', async () => {
    const disk = createMemoryDisk();
    const bayes = await open(disk);
    bayes.learn(Buffer.from('From: ann@secret.test\r\nSubject: Geheimnis\r\n\r\nconfidential wording\r\n'), 'ham');
    await bayes.close();
    const kept = String(await disk.fs.read('/bayes')).toLowerCase();
    for (const word of ['secret', 'geheimnis', 'confidential', 'wording']) expect(kept).not.toContain(word);
    const other = await openBayesStore({
      fs: disk.fs,
      path: '/bayes',
      key: Buffer.alloc(32, 8),
      clock: createVirtualClock(),
      log: () => {},
    });
    expect(
      other.learn(Buffer.from('From: ann@secret.test\r\nSubject: Geheimnis\r\n\r\nconfidential wording\r\n'), 'ham'),
    ).toBe('learned');
  });
  test('gets a key of its own at the first start, and keeps it', async () => {
    const disk = createMemoryDisk();
    const first = await openInstallKey(disk.fs, '/');
    expect(first).toHaveLength(32);
    expect(await openInstallKey(disk.afterCrash('drop').fs, '/')).toEqual(first);
    expect(await openInstallKey(createMemoryDisk().fs, '/')).not.toEqual(first);
  });
});

describe('the line of learning', () => {
  test('takes one after the other and is bounded', async () => {
    const { lines, log } = memoryLog();
    const bayes = await open(createMemoryDisk());
    const learning = createLearning({ bayes, rspamd: null, subjectPrefix: null, log });
    const results = await Promise.all(
      Array.from({ length: 250 }, (_, serial) => learning.learn(generatedMail('spam', serial), 'spam')),
    );
    expect(results.filter((result) => result === 'learned')).toHaveLength(200);
    expect(results.filter((result) => result === null)).toHaveLength(50);
    expect(lines.filter((line) => line.startsWith('antispam.learn.skipped'))).toHaveLength(50);
    await learning.idle();
    expect(await learning.learn(generatedMail('spam', 900), 'spam')).toBe('learned');
  });
  test('returns before anything is learned', async () => {
    const bayes = await open(createMemoryDisk());
    const learning = createLearning({ bayes, rspamd: null, subjectPrefix: null, log: () => {} });
    const learned = learning.learn(generatedMail('spam', 1), 'spam');
    expect(bayes.learned.spam).toBe(0);
    await learned;
    expect(bayes.learned.spam).toBe(1);
  });
  test('does not learn our own tag in the subject', async () => {
    const bayes = await open(createMemoryDisk());
    const seen: (readonly string[] | undefined)[] = [];
    const learning = createLearning({
      bayes: {
        ...bayes,
        learn(_message, _kind, without) {
          seen.push(without);
          return 'learned';
        },
      },
      rspamd: null,
      subjectPrefix: '[SPAM?] ',
      log: () => {},
    });
    await learning.learn(generatedMail('ham', 1), 'ham');
    expect(seen).toEqual([['subject:spam']]);
  });
  test('tells Rspamd the same, and lives on when that fails', async () => {
    const told: string[] = [];
    const { lines, log } = memoryLog();
    const bayes = await open(createMemoryDisk());
    const rspamd = {
      async learn(_message: Uint8Array, kind: string) {
        told.push(kind);
        return kind === 'ham' ? 'status 500' : null;
      },
    };
    const learning = createLearning({ bayes, rspamd, subjectPrefix: null, log });
    await learning.learn(generatedMail('spam', 1), 'spam');
    await learning.learn(generatedMail('spam', 1), 'spam');
    await learning.learn(generatedMail('ham', 1), 'ham');
    expect(told).toEqual(['spam', 'ham']);
    expect(lines.at(-1)).toContain('status 500');
    expect(bayes.learned).toMatchObject({ spam: 1, ham: 1 });
  });
});

describe('9.6 reported mail', () => {
  const SPAM = 'spam@example.net';
  const HAM = 'ham@example.net';
  const asAttachment = (...messages: Buffer[]): Buffer =>
    Buffer.concat([
      Buffer.from(
        'Return-Path: <ann@example.net>\r\nFrom: ann@example.net\r\nSubject: Fwd\r\nContent-Type: multipart/mixed; boundary=r\r\n\r\n--r\r\n\r\nsee\r\n',
      ),
      ...messages.flatMap((message) => [
        Buffer.from('--r\r\nContent-Type: message/rfc822\r\n\r\n'),
        message,
        Buffer.from('\r\n'),
      ]),
      Buffer.from('--r--\r\n'),
    ]);
  const lab = async () => {
    const store = createMemoryStore();
    const bayes = await open(createMemoryDisk());
    const learning = createLearning({ bayes, rspamd: null, subjectPrefix: null, log: () => {} });
    const reports = createReportedMails({ store, addresses: { spam: SPAM, ham: HAM }, learning, log: () => {} });
    const deliver = async (address: string, report: Buffer, mailbox = 'INBOX') =>
      (await store.create(address, mailbox)).append(report, {});
    return { bayes, reports, deliver };
  };
  test('is listed, read, learned and removed', async () => {
    const { bayes, reports, deliver } = await lab();
    await deliver(SPAM, asAttachment(generatedMail('spam', 1), generatedMail('spam', 2)));
    await deliver(SPAM, asAttachment(generatedMail('spam', 3)), 'Junk');
    await deliver(HAM, asAttachment(generatedMail('ham', 1)));
    const listed = await reports.list();
    expect(listed.map(({ id, kind }) => [id, kind])).toEqual([
      ['spam.INBOX.1', 'spam'],
      ['spam.Junk.1', 'spam'],
      ['ham.INBOX.1', 'ham'],
    ]);
    expect(await reports.head('ham.INBOX.1')).toEqual({ from: 'ann@example.net', to: '', subject: 'Fwd' });
    expect(String(await reports.read('ham.INBOX.1'))).toContain('message/rfc822');
    expect(await reports.learn(['ham.INBOX.1'])).toEqual({ learned: 1, unusable: 0 });
    expect(await reports.list()).toHaveLength(2);
    expect(await reports.learn()).toEqual({ learned: 3, unusable: 0 });
    expect(await reports.list()).toEqual([]);
    expect(bayes.learned).toMatchObject({ spam: 3, ham: 1 });
  });
  test('that is no attachment stays, and is learned never, not even by the schedule', async () => {
    const { bayes, reports, deliver } = await lab();
    await deliver(
      SPAM,
      Buffer.from('Return-Path: <ann@example.net>\r\nFrom: Ann <ann@example.net>\r\n\r\n> buy this\r\n'),
    );
    expect(await reports.learn()).toEqual({ learned: 0, unusable: 1 });
    expect(await reports.list()).toMatchObject([{ unusable: true }]);
    expect(await reports.learn()).toEqual({ learned: 0, unusable: 0 });
    expect(bayes.learned.spam).toBe(0);
    expect(await reports.delete(['spam.INBOX.1', 'spam.INBOX.9'])).toBe(1);
    expect(await reports.list()).toEqual([]);
  });
  test.each(['spam.INBOX.7', 'spam.Sent.1', '../x', 'spam.INBOX.1/../../x', '', 'ham.INBOX.99999999999'])(
    'of the name %j is none',
    async (id) => {
      const { reports } = await lab();
      expect(await reports.read(id)).toBeNull();
      expect(await reports.learn([id])).toEqual({ learned: 0, unusable: 0 });
    },
  );
});

describe('9.1 whom users have written to', () => {
  const openStore = (disk: MemoryDisk, clock = createVirtualClock(), maxAddresses?: number) =>
    openCorrespondents({
      fs: disk.fs,
      path: '/who',
      key: KEY,
      clock,
      log: () => {},
      ...(maxAddresses !== undefined && { maxAddresses }),
    });
  test('is remembered, in whatever case, and over a restart', async () => {
    const disk = createMemoryDisk();
    const store = await openStore(disk);
    store.note(['Bob@Partner.test', 'carl@partner.test']);
    expect([
      store.wroteTo('bob@partner.test'),
      store.wroteTo('BOB@PARTNER.TEST'),
      store.wroteTo('eve@partner.test'),
    ]).toEqual([true, true, false]);
    expect(store.wroteTo('')).toBe(false);
    await store.close();
    const after = await openStore(disk.afterCrash('drop'));
    expect([after.size, after.wroteTo('carl@partner.test')]).toEqual([2, true]);
    expect(String(await disk.fs.read('/who'))).not.toContain('partner');
  });
  test('is bounded: the addresses written to longest ago are forgotten, in the file too', async () => {
    const disk = createMemoryDisk();
    const clock = createVirtualClock();
    const store = await openStore(disk, clock, 100);
    store.note(['first@x.test']);
    for (let serial = 0; serial < 300; serial += 1) store.note([`a${serial}@x.test`, 'friend@x.test']);
    expect(store.size).toBe(100);
    expect([store.wroteTo('first@x.test'), store.wroteTo('friend@x.test'), store.wroteTo('a299@x.test')]).toEqual([
      false,
      true,
      true,
    ]);
    await store.close();
    expect((await openStore(disk, clock, 100)).size).toBe(100);
  });
  test('is written down once a week for an address that is written to every day', async () => {
    const disk = createMemoryDisk();
    const clock = createVirtualClock();
    const store = await openStore(disk, clock);
    for (let day = 0; day < 14; day += 1) {
      store.note(['bob@x.test']);
      await store.flush();
      await clock.advance(DAY_SECONDS);
    }
    const steps = disk.steps();
    store.note(['bob@x.test']);
    await store.flush();
    expect(disk.steps() - steps).toBeLessThanOrEqual(6);
  });
});
