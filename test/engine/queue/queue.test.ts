import { describe, expect, test } from 'vitest';
import { createMemoryDisk } from '../store/memory-disk.ts';
import { createFakeRelay, deferred, failed, openLab, relayed, T0, to } from './queue-lab.ts';
import { createVirtualClock } from './virtual-clock.ts';

const DAY = 86_400;
const ids = (count: number, letter = 'N'): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${String(index).padStart(5, '0')}`);

describe('mail to another server', () => {
  test('leaves with a Received line and without Return-Path, and is gone from the queue', async () => {
    const lab = await openLab();
    await lab.submit();
    expect(lab.relay.taken).toEqual([
      {
        address: 'x@far.example',
        text:
          'Received: from client.example ([192.0.2.1])\r\n\tby mx.example.org with ESMTP id Q1;\r\n' +
          '\tTue, 14 Nov 2023 22:13:20 +0000\r\nSubject: hello\r\n\r\ntext\r\n',
      },
    ]);
    expect(lab.disk.paths().filter((path) => /\/spool\/\w+\//.test(path))).toEqual([]);
    expect(lab.queue.admin.counts()).toEqual({ incoming: 0, active: 0, deferred: 0, hold: 0 });
  });

  test('goes to fifty recipients of one destination at a time, and to two destinations at once', async () => {
    const lab = await openLab();
    const recipients = [...ids(120).map((id) => to(`${id}@far.example`)), to('x@other.example')];
    await lab.submit({ recipients });
    expect(lab.relay.tried.map(({ addresses }) => addresses.length).sort((a, b) => a - b)).toEqual([1, 20, 50, 50]);
    expect(lab.relay.mostRunning).toBe(4);
  });

  test('that is deferred is tried again by the age of the message, and given up behind five days', async () => {
    const lab = await openLab({ say: () => deferred });
    await lab.submit();
    await lab.pass(6 * DAY);
    const ages = lab.relay.tried.map(({ at }) => at - T0);
    // 300 s, then the age; the queue looks every 300 s.
    expect(ages.slice(0, 8)).toEqual([0, 300, 600, 1200, 2400, 4800, 9000, 13_200]);
    const waits = ages.slice(8).map((age, index) => age - (ages[index + 7] ?? 0));
    expect(new Set(waits)).toEqual(new Set([4200]));
    expect(ages.at(-1)).toBeGreaterThanOrEqual(5 * DAY);
    expect(ages.at(-1)).toBeLessThan(5 * DAY + 4300);
    const [report = ''] = await lab.texts('ann@example.org');
    expect(report).toContain('Status: 5.4.7');
    expect(report).toContain('450 later');
    expect(lab.queue.admin.counts().deferred).toBe(0);
  });

  test('is retried for those recipients only who do not have it', async () => {
    let now = 0;
    const lab = await openLab({ say: (address) => (address === 'y@far.example' && now === 0 ? deferred : relayed()) });
    await lab.submit({ recipients: [to('x@far.example'), to('y@far.example')] });
    now = 1;
    await lab.pass(300);
    expect(lab.relay.tried.map(({ addresses }) => addresses)).toEqual([
      ['x@far.example', 'y@far.example'],
      ['y@far.example'],
    ]);
    expect(lab.relay.taken.map(({ address }) => address)).toEqual(['x@far.example', 'y@far.example']);
  });

  test('keeps its time over a restart, and what was delivered', async () => {
    const lab = await openLab({ say: (address) => (address === 'y@slow.example' ? deferred : relayed()) });
    await lab.submit({ recipients: [to('x@far.example'), to('y@slow.example')] });
    await lab.queue.stop();
    const clock = createVirtualClock(T0 + 100);
    const again = await openLab({ disk: lab.disk.afterCrash('keep'), clock });
    await again.queue.idle();
    expect(again.relay.tried).toEqual([]);
    expect(again.queue.admin.counts().deferred).toBe(1);
    await again.pass(300);
    expect(again.relay.tried.map(({ addresses }) => addresses)).toEqual([['y@slow.example']]);
  });

  test('carries Delivered-To where an alias of ours stands for the address, and comes back no second time', async () => {
    const lab = await openLab();
    const recipients = [to('x@far.example', { original: 'list@example.org' }), to('y@far.example')];
    await lab.submit({ recipients });
    const [first, second] = lab.relay.taken;
    expect(first?.text).toMatch(/^Delivered-To: list@example\.org\r\nReceived: /);
    expect(second?.text).toMatch(/^Received: /);
    await lab.submit({ id: 'Q2', recipients }, first?.text);
    expect(lab.relay.taken.map(({ address }) => address)).toEqual(['x@far.example', 'y@far.example', 'y@far.example']);
    expect((await lab.texts('ann@example.org'))[0]).toContain('Status: 5.4.6');
  });
});

describe('destinations', () => {
  test('get five deliveries at once at first, then one more for each that succeeds, twenty at most', async () => {
    const gates: (() => void)[] = [];
    const lab = await openLab({
      say: async () => {
        await new Promise<void>((resolve) => gates.push(resolve));
        return relayed();
      },
    });
    for (const id of ids(200)) void lab.submit({ id });
    const settle = async () => {
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    const most: number[] = [];
    while (lab.relay.taken.length < 200) {
      await settle();
      most.push(lab.relay.running);
      for (const open of gates.splice(0)) open();
    }
    expect(most[0]).toBe(5);
    expect(most[1]).toBeGreaterThan(5);
    expect(Math.max(...most)).toBe(20);
  });

  test('that cannot be reached are left alone after a few tries, and their mail is deferred untried', async () => {
    const lab = await openLab({ say: () => 'unreachable' });
    await Promise.all(ids(50).map((id) => lab.submit({ id })));
    expect(lab.relay.tried.length).toBeLessThanOrEqual(9);
    expect(lab.queue.admin.counts().deferred).toBe(50);
    expect(lab.queue.admin.destinations()).toMatchObject([{ destination: 'far.example', restsUntilSeconds: T0 + 300 }]);
    const { messages } = await lab.queue.admin.list();
    expect(messages[49]?.recipients[0]?.answer?.text).toBe(
      'delivery suspended: connect to port 25: connection refused',
    );
    lab.relay.say = () => relayed();
    await lab.pass(300);
    expect(lab.relay.taken).toHaveLength(50);
    expect(lab.queue.admin.destinations()).toEqual([]);
  });

  test('do not wait for each other', async () => {
    const lab = await openLab({ say: (address) => (address.endsWith('@dead.example') ? 'unreachable' : relayed()) });
    await Promise.all(
      ids(40).map((id, index) => lab.submit({ id, recipients: [to(index % 2 ? 'x@dead.example' : 'x@far.example')] })),
    );
    expect(lab.relay.taken).toHaveLength(20);
  });

  test('share the connections that there are, by turns', async () => {
    const lab = await openLab({ options: { parameters: { maxConnections: 4 } } });
    const recipients = ids(30).map((id, index) => to(`${id}@d${index % 10}.example`));
    await lab.submit({ recipients });
    expect(lab.relay.mostRunning).toBe(4);
    expect(lab.relay.taken).toHaveLength(30);
  });
});

describe('the last change before a message leaves', () => {
  test('is asked for once, whatever happens later, and seen by no mailbox', async () => {
    let asked = 0;
    const prepareOutgoing = async (_envelope: unknown, message: Buffer) => {
      asked += 1;
      return Buffer.concat([Buffer.from(`X-Signed: ${asked}\r\n`), message]);
    };
    const lab = await openLab({ say: () => deferred, options: { prepareOutgoing } });
    await lab.submit({ recipients: [to('ann@example.org'), to('x@far.example'), to('y@other.example')] });
    await lab.pass(1200);
    await lab.queue.stop();
    const clock = createVirtualClock(T0 + 9000);
    const again = await openLab({ disk: lab.disk.afterCrash('keep'), clock, options: { prepareOutgoing } });
    await again.queue.idle();
    expect(again.relay.taken).toHaveLength(2);
    for (const { text } of again.relay.taken) expect(text).toMatch(/id Q1;\r\n[^\r]+\r\nX-Signed: 1\r\nSubject: hello/);
    expect(asked).toBe(1);
    expect((await again.texts('ann@example.org'))[0]).not.toContain('X-Signed');
    expect(again.disk.paths().filter((path) => path.includes('/outgoing/'))).toEqual([]);
  });

  test('that fails defers the message', async () => {
    let works = false;
    const prepareOutgoing = async (_envelope: unknown, message: Buffer) => {
      if (!works) throw new Error('no key');
      return message;
    };
    const lab = await openLab({ options: { prepareOutgoing } });
    await lab.submit();
    expect(lab.relay.tried).toEqual([]);
    works = true;
    await lab.pass(300);
    expect(lab.relay.taken).toHaveLength(1);
  });
});

describe('bounds', () => {
  test('a full queue refuses, and says that it is full', async () => {
    const lab = await openLab({ say: () => deferred, options: { parameters: { maxMessages: 2 } } });
    await lab.submit({ id: 'A' });
    await lab.submit({ id: 'B' });
    await expect(lab.submit({ id: 'C' })).rejects.toThrow('not kept');
    expect(lab.events.at(-1)).toMatchObject({ event: 'queue.refused', facts: { error: '2 messages are queued' } });
  });

  test('no more messages are worked on at once than allowed, and all are in the end', async () => {
    const lab = await openLab({ options: { parameters: { maxActive: 3 } } });
    let most = 0;
    lab.relay.say = () => {
      most = Math.max(most, lab.queue.admin.counts().active);
      return relayed();
    };
    await Promise.all(ids(40).map((id) => lab.submit({ id })));
    await lab.queue.idle();
    expect(most).toBeLessThanOrEqual(3);
    expect(lab.relay.taken).toHaveLength(40);
  });

  test('new mail does not wait for a flood of old mail', async () => {
    const lab = await openLab({ say: () => deferred, options: { parameters: { maxActive: 1 } } });
    for (const id of ids(30, 'OLD')) await lab.submit({ id, recipients: [to(`${id}@old.example`)] });
    await lab.queue.admin.hold('all', 'test');
    lab.relay.say = () => relayed();
    const all = lab.queue.admin.resend('all', 'test');
    const fresh = Promise.all(ids(5, 'NEW').map((id) => lab.submit({ id, recipients: [to(`${id}@new.example`)] })));
    await Promise.all([all, fresh]);
    await lab.queue.idle();
    const order = lab.relay.taken.map(({ address }) => address.slice(0, 3));
    expect(order.lastIndexOf('NEW')).toBeLessThan(20);
    expect(order).toHaveLength(35);
  });

  test('a disk that refuses to note a delivery keeps the message from going out twice, and heals', async () => {
    const disk = createMemoryDisk();
    let broken = true;
    const fs = {
      ...disk.fs,
      open: async (path: string, mode: 'new' | 'append') => {
        if (broken && path.includes('progress')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
        return disk.fs.open(path, mode);
      },
    };
    const clock = createVirtualClock(T0);
    const relay = createFakeRelay(clock.now, (address) => (address === 'y@slow.example' ? deferred : relayed()));
    const lab = await openLab({ disk, clock, relay, options: { fs } });
    await lab.submit({ recipients: [to('x@far.example'), to('y@slow.example')] });
    await lab.pass(1200);
    // Nothing more is done with it before it is written down.
    expect(relay.tried).toHaveLength(2);
    broken = false;
    relay.say = () => relayed();
    await lab.pass(1200);
    expect(relay.taken.map(({ address }) => address)).toEqual(['x@far.example', 'y@slow.example']);
    expect(lab.queue.admin.counts()).toEqual({ incoming: 0, active: 0, deferred: 0, hold: 0 });
  });

  test('a message that fails for good for all leaves nothing but its report', async () => {
    const lab = await openLab({ say: () => failed });
    await lab.submit();
    expect(await lab.texts('ann@example.org')).toHaveLength(1);
    expect(lab.disk.paths().filter((path) => /\/spool\/\w+\//.test(path))).toEqual([]);
  });
});
