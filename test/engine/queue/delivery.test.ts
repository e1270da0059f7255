import { describe, expect, test } from 'vitest';
import { deliveredMessage } from '../../../src/engine/queue/delivered-message.ts';
import { decodeEntry } from '../../../src/engine/queue/entry.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { prefixSubject } from '../../../src/engine/queue/prefix-subject.ts';
import { createMemoryDisk } from '../store/memory-disk.ts';
import { envelopeOf, openLab, to } from './queue-lab.ts';

const envelope = (change: Partial<Envelope> = {}): Envelope =>
  envelopeOf({
    client: { address: '2001:db8::1', helo: 'client.example', extended: true },
    sender: 's@example.net',
    recipients: [to('ann@example.org')],
    ...change,
  });
const prefixed = (message: string, prefix: string): string =>
  Buffer.concat(prefixSubject(Buffer.from(message, 'latin1'), prefix)).toString('latin1');

describe('the message as it is delivered', () => {
  test('has Return-Path, Received and then every byte as it came', () => {
    const text = deliveredMessage(
      envelope(),
      Buffer.from('Subject: x\r\n\r\n\xff.\r\n', 'latin1'),
      'mx.example.org',
      'ann@example.org',
    ).toString('latin1');
    expect(text).toBe(
      'Return-Path: <s@example.net>\r\n' +
        'Delivered-To: ann@example.org\r\n' +
        'Received: from client.example ([IPv6:2001:db8::1])\r\n' +
        '\tby mx.example.org with ESMTP id Q1;\r\n' +
        '\tTue, 14 Nov 2023 22:13:20 +0000\r\n' +
        'Subject: x\r\n\r\n\xff.\r\n',
    );
  });

  test.each(['just text\r\n', ' leading blank\r\n', '', 'no colon here\r\n\r\n'])(
    'keeps %j apart from its header',
    (body) => {
      const text = deliveredMessage(envelope(), Buffer.from(body), 'mx.example.org', 'ann@example.org').toString();
      expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe(body);
    },
  );

  test('has the lines and the subject that its marks ask for', () => {
    const marks = [{ kind: 'spam', score: 7.25, subjectPrefix: '[SPAM] ' }] as const;
    const text = deliveredMessage(
      envelope({ marks }),
      Buffer.from('Subject: buy\r\n\r\n'),
      'mx.example.org',
      'ann@example.org',
    ).toString();
    expect(text).toMatch(
      /^Return-Path: <s@example\.net>\r\nDelivered-To: ann@example\.org\r\nX-Spam-Flag: YES\r\nX-Spam-Score: 7\.[23]\r\nReceived: /,
    );
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
    const lab = await openLab();
    const marks = [{ kind: 'spam', score: 9, subjectPrefix: null }] as const;
    const twice = [to('ann@example.org'), to('postmaster', { account: 'ann@example.org' })];
    await lab.submit(envelope({ marks, recipients: twice }));
    expect(await lab.texts('ann@example.org')).toHaveLength(0);
    expect(await lab.texts('ann@example.org', 'Junk')).toHaveLength(1);
    expect(lab.disk.paths().filter((path) => path.startsWith('/data/spool/queue/'))).toEqual([]);
  });

  test('to quarantine is done before the 250, keeps the trail, and tells the recipient without the content', async () => {
    const lab = await openLab();
    const marks = [{ kind: 'virus', virus: 'Eicar\r\nX: y', subjectPrefix: null }] as const;
    const trail = [
      { stage: 'antivirus', phase: 'data', recipient: null, evidence: { virus: 'Eicar' }, verdict: { kind: 'accept' } },
    ] as const;
    const recipients = [to('ann@example.org', { fate: 'quarantine', notify: true })];
    await lab.queue.submit(envelope({ marks, trail, recipients }), Buffer.from('SECRET CONTENT'));
    const entry = decodeEntry((await lab.disk.fs.read('/data/quarantine/Q1')) ?? Buffer.alloc(0));
    expect(entry?.message.toString()).toBe('SECRET CONTENT');
    expect(entry?.envelope.trail).toEqual(trail);
    await lab.queue.idle();
    expect(lab.disk.paths()).not.toContain('/data/spool/queue/Q1');
    const [notice = '', ...more] = await lab.texts('ann@example.org');
    expect(more).toEqual([]);
    expect(notice).toContain('kept in quarantine');
    expect(notice).not.toContain('SECRET');
    expect(notice).not.toMatch(/^X: y/m);
  });

  test('of a discarded message is the notice alone', async () => {
    const lab = await openLab();
    await lab.submit(envelope({ recipients: [to('ann@example.org', { fate: 'discard', notify: true })] }), 'x');
    expect((await lab.texts('ann@example.org'))[0]).toContain('It was deleted.');
    expect(await lab.disk.fs.list('/data/quarantine')).toEqual([]);
  });

  test('that fails for one recipient does not hold the others, and is tried again at its time', async () => {
    const lab = await openLab({ onEvent: (event) => event === 'queue.kept' && failNext() });
    // The first steps behind the keeping are those of the first mailbox.
    const failNext = () => lab.disk.failAt(lab.disk.steps() + 1, 'EIO');
    await lab.submit(envelope({ recipients: [to('ann@example.org'), to('bob@example.org')] }));
    expect(await lab.texts('bob@example.org')).toHaveLength(1);
    expect(lab.events.map(({ event }) => event)).toContain('delivery.deferred');
    await lab.pass(299);
    expect(await lab.texts('ann@example.org')).toHaveLength(0);
    await lab.pass(1);
    expect(await lab.texts('ann@example.org')).toHaveLength(1);
    expect(await lab.texts('bob@example.org')).toHaveLength(1);
  });

  test('of mail that was delivered to the same address before does not happen: it is in a loop', async () => {
    const lab = await openLab();
    await lab.submit(
      envelope({ sender: 'bob@example.org', recipients: [to('ann@example.org')] }),
      'Received: x\r\nDelivered-To: <Ann@EXAMPLE.org>\r\n\r\nround and round\r\n',
    );
    expect(await lab.texts('ann@example.org')).toHaveLength(0);
    expect((await lab.texts('bob@example.org'))[0]).toContain('Status: 5.4.6');
  });

  test('of a damaged spool file does not happen: it is moved aside and reported', async () => {
    const disk = createMemoryDisk();
    await disk.fs.makeFolder('/data/spool/queue');
    const file = await disk.fs.open('/data/spool/queue/BAD', 'new');
    await file.write(Buffer.from('not an entry'));
    const lab = await openLab({ disk });
    await lab.queue.idle();
    expect(lab.events.map(({ event }) => event)).toContain('spool.damaged');
    expect((await disk.fs.read('/data/spool/damaged/BAD'))?.toString()).toBe('not an entry');
    expect(await disk.fs.list('/data/spool/queue')).toEqual([]);
  });

  test('waits for the next start when the queue was stopped', async () => {
    const { disk, queue } = await openLab();
    await queue.stop();
    expect(await queue.submit(envelope(), Buffer.from('a: b\r\n\r\n'))).toEqual({ kind: 'kept' });
    const again = await openLab({ disk: disk.afterCrash('drop') });
    await again.queue.idle();
    expect(await again.texts('ann@example.org')).toHaveLength(1);
  });
});
