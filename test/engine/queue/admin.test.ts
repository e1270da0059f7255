import { describe, expect, test } from 'vitest';
import { deferred, openLab, relayed, T0, to } from './queue-lab.ts';
import { createVirtualClock } from './virtual-clock.ts';

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `N${String(index).padStart(3, '0')}`);

/** Deferred messages, one a domain. */
async function waiting(count: number) {
  const lab = await openLab({ say: () => deferred });
  for (const id of ids(count))
    await lab.submit({ id, recipients: [to(`${id.toLowerCase()}@${id.toLowerCase()}.example`)] });
  return { ...lab, admin: lab.queue.admin };
}

describe('the list of the queue', () => {
  test('says of each message what it is, why it waits and until when', async () => {
    const { admin } = await waiting(1);
    expect((await admin.list()).messages).toEqual([
      {
        id: 'N000',
        state: 'deferred',
        arrivedSeconds: T0,
        sizeBytes: 24,
        sender: 'ann@example.org',
        nextTrySeconds: T0 + 300,
        recipients: [
          {
            address: 'n000@n000.example',
            original: 'n000@n000.example',
            fate: 'waiting',
            answer: { status: '4.2.0', text: '450 later', host: 'mx.far.example[192.0.2.9]' },
            tries: 1,
          },
        ],
      },
    ]);
  });

  test('comes in pages, by state, and by what is searched for', async () => {
    const { admin } = await waiting(25);
    const first = await admin.list({ limit: 10 });
    const second = await admin.list({ limit: 10, after: first.next ?? '' });
    const third = await admin.list({ limit: 10, after: second.next ?? '' });
    expect([first, second, third].flatMap(({ messages }) => messages.map(({ id }) => id))).toEqual(ids(25));
    expect(third.next).toBeNull();
    await admin.hold(['N003'], 'root');
    expect((await admin.list({ state: 'hold' })).messages.map(({ id }) => id)).toEqual(['N003']);
    expect((await admin.list({ search: 'N017@' })).messages.map(({ id }) => id)).toEqual(['N017']);
    expect((await admin.list({ search: 'nobody' })).messages).toEqual([]);
  });

  test('shows one with its header and its trail, and not its text', async () => {
    const lab = await openLab({ say: () => deferred });
    const trail = [
      { stage: 'spf', phase: 'rcpt', recipient: 'x', evidence: null, verdict: { kind: 'accept' } },
    ] as const;
    await lab.submit({ trail }, 'Subject: s\r\nFrom: a\r\n\r\nSECRET\r\n');
    const shown = await lab.queue.admin.show('Q1');
    expect(shown?.header).toBe('Subject: s\r\nFrom: a\r\n\r\n');
    expect(shown?.trail).toEqual(trail);
    expect(await lab.queue.admin.show('NONE')).toBeNull();
  });

  test('counts by domain and by age', async () => {
    const lab = await openLab({ say: () => deferred });
    await lab.submit({ id: 'OLD', receivedSeconds: T0 - 3600, recipients: [to('a@one.example'), to('b@one.example')] });
    await lab.submit({ id: 'NEW', recipients: [to('c@ONE.example'), to('d@two.example')] });
    expect(await lab.queue.admin.shape()).toEqual([
      { domain: 'one.example', total: 3, byAge: [1, 0, 0, 0, 2, 0, 0, 0, 0, 0] },
      { domain: 'two.example', total: 1, byAge: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
    ]);
  });
});

describe('hold', () => {
  test('stops a message until it is released, over a restart too', async () => {
    const lab = await waiting(2);
    expect(await lab.admin.hold(['N000'], 'root')).toBe(1);
    await lab.pass(3600);
    const clock = createVirtualClock(T0 + 7200);
    const again = await openLab({ disk: lab.disk.afterCrash('drop'), clock });
    await again.queue.idle();
    expect(again.relay.taken.map(({ address }) => address)).toEqual(['n001@n001.example']);
    expect(again.queue.admin.counts().hold).toBe(1);
    expect(await again.queue.admin.release('all', 'root')).toBe(1);
    await again.pass(300);
    expect(again.relay.taken.map(({ address }) => address)).toEqual(['n001@n001.example', 'n000@n000.example']);
  });

  test('lets a running delivery end, and calls off what has not begun', async () => {
    const gates: (() => void)[] = [];
    const lab = await openLab({
      say: async () => {
        await new Promise<void>((resolve) => gates.push(resolve));
        return relayed();
      },
      options: { parameters: { maxConnections: 1 } },
    });
    const recipients = [to('x@one.example'), to('y@two.example')];
    const submitted = lab.submit({ recipients });
    while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await lab.queue.admin.hold('all', 'root');
    gates[0]?.();
    await submitted;
    expect(lab.relay.taken.map(({ address }) => address)).toEqual(['x@one.example']);
    expect(lab.queue.admin.counts()).toMatchObject({ hold: 1, active: 0 });
    lab.relay.say = () => relayed();
    await lab.queue.admin.resend(['Q1'], 'root');
    await lab.queue.idle();
    expect(lab.relay.taken.map(({ address }) => address)).toEqual(['x@one.example', 'y@two.example']);
  });

  test('can be taken back while the message is still being delivered', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const lab = await openLab({ say: async () => gate.then(() => deferred) });
    const submitted = lab.submit();
    while (lab.relay.running === 0) await new Promise((resolve) => setImmediate(resolve));
    await lab.queue.admin.hold('all', 'root');
    expect(await lab.queue.admin.release('all', 'root')).toBe(1);
    open();
    await submitted;
    expect(lab.queue.admin.counts()).toMatchObject({ hold: 0, deferred: 1 });
  });

  test('that the disk refuses is no hold', async () => {
    const lab = await waiting(1);
    lab.disk.failAt(lab.disk.steps() + 1, 'EIO');
    expect(await lab.admin.hold('all', 'root')).toBe(0);
    expect(lab.admin.counts()).toMatchObject({ hold: 0, deferred: 1 });
  });
});

describe('resend', () => {
  test('tries now what would wait, one or all, and what is on hold', async () => {
    const lab = await waiting(3);
    lab.relay.say = () => relayed();
    expect(await lab.admin.resend(['N001', 'NONE'], 'root')).toBe(1);
    await lab.queue.idle();
    expect(lab.relay.taken.map(({ address }) => address)).toEqual(['n001@n001.example']);
    await lab.admin.hold(['N002'], 'root');
    expect(await lab.admin.resend('all', 'root')).toBe(2);
    await lab.queue.idle();
    expect(lab.relay.taken).toHaveLength(3);
  });

  test('tries a destination again that is at rest', async () => {
    const lab = await openLab({ say: () => 'unreachable' });
    await Promise.all(ids(20).map((id) => lab.submit({ id })));
    lab.relay.say = () => relayed();
    await lab.queue.admin.resend('all', 'root');
    await lab.queue.idle();
    expect(lab.relay.taken).toHaveLength(20);
  });
});

describe('clear', () => {
  test('deletes one or all, tells nobody but the log, and nothing comes back', async () => {
    const lab = await waiting(4);
    expect(await lab.admin.clear(['N002'], 'root')).toBe(1);
    expect((await lab.admin.list()).messages.map(({ id }) => id)).toEqual(['N000', 'N001', 'N003']);
    expect(await lab.admin.clear('all', 'root')).toBe(3);
    expect(lab.disk.paths().filter((path) => /\/spool\/\w+\//.test(path))).toEqual([]);
    const clears = lab.events.filter(({ event, facts }) => event === 'queue.audit' && facts['action'] === 'clear');
    expect(clears.map(({ facts }) => [facts['id'], facts['by']])).toContainEqual(['N002', 'root']);
    expect(clears).toHaveLength(4);
    expect(await lab.texts('ann@example.org')).toEqual([]);
    const again = await openLab({ disk: lab.disk.afterCrash('drop') });
    await again.queue.idle();
    expect(again.relay.tried).toEqual([]);
  });

  test('of a message that is being delivered waits for that, and reports nothing', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const lab = await openLab({ say: async () => gate.then(() => deferred) });
    const submitted = lab.submit();
    while (lab.relay.running === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await lab.queue.admin.clear(['Q1'], 'root')).toBe(1);
    open();
    await submitted;
    expect(lab.queue.admin.counts()).toEqual({ incoming: 0, active: 0, deferred: 0, hold: 0 });
    expect(lab.disk.paths().filter((path) => /\/spool\/\w+\//.test(path))).toEqual([]);
  });
});
