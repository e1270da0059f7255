import { describe, expect, test } from 'vitest';
import { deliveredMessage } from '../../../src/engine/queue/delivered-message.ts';
import { decodeEntry } from '../../../src/engine/queue/entry.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { prefixSubject } from '../../../src/engine/queue/prefix-subject.ts';
import { openQueue } from '../../../src/engine/queue/queue.ts';
import { createFileMailStore } from '../../../src/engine/store/file-mail-store.ts';
import { createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';

const envelope = (change: Partial<Envelope> = {}): Envelope => ({
  version: 1,
  id: 'Q1',
  receivedSeconds: 1_700_000_000,
  client: { address: '2001:db8::1', helo: 'client.example', extended: true },
  sender: 's@example.net',
  recipients: [
    {
      address: 'ann@example.org',
      account: 'ann@example.org',
      original: 'ann@example.org',
      fate: 'deliver',
      notify: false,
    },
  ],
  marks: [],
  trail: [],
  ...change,
});
const prefixed = (message: string, prefix: string): string =>
  Buffer.concat(prefixSubject(Buffer.from(message, 'latin1'), prefix)).toString('latin1');

async function lab(disk: MemoryDisk = createMemoryDisk(), log: (event: string) => void = () => {}) {
  const store = createFileMailStore({ fs: disk.fs, folder: '/data/mail', now: () => 1_700_000_000, log });
  await disk.fs.makeFolder('/data');
  await disk.fs.syncFolder('/');
  const queue = await openQueue({
    fs: disk.fs,
    folder: '/data',
    store,
    hostname: 'mx.example.org',
    concurrency: 5,
    retrySeconds: 0.01,
    log,
  });
  const texts = async (account: string, mailbox = 'INBOX'): Promise<string[]> => {
    const box = await store.create(account, mailbox);
    return Promise.all(box.list().map(async ({ uid }) => (await box.read(uid))?.toString('latin1') ?? ''));
  };
  return { disk, queue, texts };
}

describe('the message as it is delivered', () => {
  test('has Return-Path, Received and then every byte as it came', () => {
    const text = deliveredMessage(
      envelope(),
      Buffer.from('Subject: x\r\n\r\n\xff.\r\n', 'latin1'),
      'mx.example.org',
    ).toString('latin1');
    expect(text).toBe(
      'Return-Path: <s@example.net>\r\n' +
        'Received: from client.example ([IPv6:2001:db8::1])\r\n' +
        '\tby mx.example.org with ESMTP id Q1;\r\n' +
        '\tTue, 14 Nov 2023 22:13:20 +0000\r\n' +
        'Subject: x\r\n\r\n\xff.\r\n',
    );
  });

  test.each(['just text\r\n', ' leading blank\r\n', '', 'no colon here\r\n\r\n'])(
    'keeps %j apart from its header',
    (body) => {
      const text = deliveredMessage(envelope(), Buffer.from(body), 'mx.example.org').toString();
      expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe(body);
    },
  );

  test('has the lines and the subject that its marks ask for', () => {
    const marks = [{ kind: 'spam', score: 7.25, subjectPrefix: '[SPAM] ' }] as const;
    const text = deliveredMessage(
      envelope({ marks }),
      Buffer.from('Subject: buy\r\n\r\n'),
      'mx.example.org',
    ).toString();
    expect(text).toMatch(/^Return-Path: <s@example\.net>\r\nX-Spam-Flag: YES\r\nX-Spam-Score: 7\.[23]\r\nReceived: /);
    expect(text).toContain('\r\nSubject: [SPAM] buy\r\n');
  });
});

describe('a prefix of the subject', () => {
  test.each([
    ['Subject: buy\r\n\r\nx', 'Subject: [SPAM] buy\r\n\r\nx'],
    ['A: b\r\nSUBJECT:buy\r\nC: d\r\n\r\nSubject: body', 'A: b\r\nSUBJECT: [SPAM] buy\r\nC: d\r\n\r\nSubject: body'],
    ['Subject:\r\n folded\r\n\tmore\r\n\r\n', 'Subject:\r\n [SPAM] folded\r\n\tmore\r\n\r\n'],
    ['Subject: =?utf-8?B?w6k=?=\r\n\r\n', 'Subject: [SPAM] =?utf-8?B?w6k=?=\r\n\r\n'],
    ['Subject: \xe9\r\n\r\n', 'Subject: [SPAM] \xe9\r\n\r\n'],
    ['Subject:\r\n\r\nbody', 'Subject: [SPAM] \r\n\r\nbody'],
    ['From: a\r\n\r\nbody', 'Subject: [SPAM]\r\nFrom: a\r\n\r\nbody'],
    ['\r\nSubject: body', 'Subject: [SPAM]\r\n\r\nSubject: body'],
    ['Subject: a\r\nSubject: b\r\n\r\n', 'Subject: [SPAM] a\r\nSubject: [SPAM] b\r\n\r\n'],
    ['Subject: end', 'Subject: [SPAM] end'],
  ])('%j becomes %j', (message, wanted) => {
    expect(prefixed(message, '[SPAM] ')).toBe(wanted);
  });

  test('without a blank of its own is kept apart from an encoded word', () => {
    expect(prefixed('Subject: =?utf-8?B?w6k=?=\r\n\r\n', '[S]')).toBe('Subject: [S] =?utf-8?B?w6k=?=\r\n\r\n');
    expect(prefixed('Subject: x\r\n\r\n', '[S]')).toBe('Subject: [S]x\r\n\r\n');
  });

  test('that is not ASCII is encoded, in words that are not too long', () => {
    const text = prefixed('Subject: x\r\n\r\n', `[${'Wärnung '.repeat(12)}] `);
    const words = text.match(/=\?UTF-8\?B\?[^?]+\?=/g) ?? [];
    expect(words.length).toBeGreaterThan(1);
    expect(words.every((word) => word.length <= 75)).toBe(true);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('');
    expect(decoded).toBe(`[${'Wärnung '.repeat(12)}]`);
    expect(text.endsWith('?= x\r\n\r\n')).toBe(true);
  });
});

describe('delivery', () => {
  test('goes to Junk for spam, and one account with two addresses gets one copy', async () => {
    const { queue, texts } = await lab();
    const to = (address: string) =>
      ({ address, account: 'ann@example.org', original: address, fate: 'deliver', notify: false }) as const;
    const marks = [{ kind: 'spam', score: 9, subjectPrefix: null }] as const;
    await queue.submit(
      envelope({ marks, recipients: [to('ann@example.org'), to('postmaster')] }),
      Buffer.from('a: b\r\n\r\n'),
    );
    await queue.idle();
    expect(await texts('ann@example.org')).toHaveLength(0);
    expect(await texts('ann@example.org', 'Junk')).toHaveLength(1);
  });

  test('to quarantine is done before the 250, keeps the trail, and tells the recipient without the content', async () => {
    const { disk, queue, texts } = await lab();
    const marks = [{ kind: 'virus', virus: 'Eicar\r\nX: y', subjectPrefix: null }] as const;
    const trail = [
      { stage: 'antivirus', phase: 'data', recipient: null, evidence: { virus: 'Eicar' }, verdict: { kind: 'accept' } },
    ] as const;
    const recipients = [
      {
        address: 'ann@example.org',
        account: 'ann@example.org',
        original: 'ann@example.org',
        fate: 'quarantine',
        notify: true,
      },
    ] as const;
    await queue.submit(envelope({ marks, trail, recipients }), Buffer.from('SECRET CONTENT'));
    const entry = decodeEntry((await disk.fs.read('/data/quarantine/Q1')) ?? Buffer.alloc(0));
    expect(entry?.message.toString()).toBe('SECRET CONTENT');
    expect(entry?.envelope.trail).toEqual(trail);
    expect(disk.paths()).not.toContain('/data/spool/active/Q1');
    const [notice = '', ...more] = await texts('ann@example.org');
    expect(more).toEqual([]);
    expect(notice).toContain('kept in quarantine');
    expect(notice).not.toContain('SECRET');
    expect(notice).not.toMatch(/^X: y/m);
  });

  test('of a discarded message is the notice alone', async () => {
    const { disk, queue, texts } = await lab();
    const recipients = [
      {
        address: 'ann@example.org',
        account: 'ann@example.org',
        original: 'ann@example.org',
        fate: 'discard',
        notify: true,
      },
    ] as const;
    await queue.submit(envelope({ recipients }), Buffer.from('x'));
    await queue.idle();
    expect((await texts('ann@example.org'))[0]).toContain('It was deleted.');
    expect(await disk.fs.list('/data/quarantine')).toEqual([]);
  });

  test('that fails is tried again until it succeeds', async () => {
    const disk = createMemoryDisk();
    const events: string[] = [];
    let done: () => void = () => {};
    const delivered = new Promise<void>((resolve) => {
      done = resolve;
    });
    const { queue } = await lab(disk, (event) => {
      events.push(event);
      // The first step behind the keeping is the first of the delivery.
      if (event === 'queue.kept') disk.failAt(disk.steps() + 1, 'EIO');
      if (event === 'queue.delivered') done();
    });
    await queue.submit(envelope(), Buffer.from('a: b\r\n\r\n'));
    await delivered;
    expect(events).toContain('queue.deferred');
    const { texts } = await lab(disk);
    expect(await texts('ann@example.org')).toHaveLength(1);
  });

  test('of a damaged spool file does not happen: it is moved aside and reported', async () => {
    const disk = createMemoryDisk();
    await disk.fs.makeFolder('/data/spool/active');
    const file = await disk.fs.open('/data/spool/active/BAD', 'new');
    await file.write(Buffer.from('not an entry'));
    const events: string[] = [];
    const { queue } = await lab(disk, (event) => events.push(event));
    await queue.idle();
    expect(events).toContain('spool.damaged');
    expect((await disk.fs.read('/data/spool/damaged/BAD'))?.toString()).toBe('not an entry');
    expect(await disk.fs.list('/data/spool/active')).toEqual([]);
  });

  test('waits for the next start when the queue was stopped', async () => {
    const { disk, queue } = await lab();
    await queue.stop();
    expect(await queue.submit(envelope(), Buffer.from('a: b\r\n\r\n'))).toEqual({ kind: 'kept' });
    const again = await lab(disk.afterCrash('drop'));
    await again.queue.idle();
    expect(await again.texts('ann@example.org')).toHaveLength(1);
  });
});
