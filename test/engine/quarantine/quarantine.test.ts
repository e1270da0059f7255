import { afterEach, describe, expect, test } from 'vitest';
import { openQuarantine, type QuarantineAdmin } from '../../../src/engine/quarantine/quarantine.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { openLab, T0, to } from '../queue/queue-lab.ts';
import type { MemoryDisk } from '../store/memory-disk.ts';

const DAY = 86_400;
const held = (address = 'ann@example.org') => to(address, { fate: 'quarantine' });
const VIRUS = [{ kind: 'virus', virus: 'Eicar-Test-Signature', subjectPrefix: '[VIRUS] ' }] as const;
const quarantined = (reason: 'virus' | 'mcp'): Envelope['trail'] => [
  {
    stage: 'spf',
    phase: 'rcpt',
    recipient: 'ann@example.org',
    evidence: { result: 'pass' },
    verdict: { kind: 'accept' },
  },
  {
    stage: reason === 'virus' ? 'antivirus' : 'mcp',
    phase: 'data',
    recipient: null,
    evidence: {},
    verdict: { kind: 'quarantine', reason, notifyRecipients: false },
  },
];
const MESSAGE = 'From: a@b.example\r\nSubject: an invoice\r\n\r\nthe text\r\n';

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const quarantine of opened.splice(0)) await quarantine.stop();
});

async function lab(
  options: { disk?: MemoryDisk; keepDays?: number | null; submit?: (envelope: Envelope) => void } = {},
) {
  const queue = await openLab({ ...(options.disk && { disk: options.disk }) });
  const submitted: Envelope[] = [];
  const quarantine = openQuarantine({
    fs: queue.disk.fs,
    folder: '/data/quarantine',
    queue: {
      submit: (envelope, message) => {
        submitted.push(envelope);
        options.submit?.(envelope);
        return queue.queue.submit(envelope, message);
      },
      holds: async (id) => (await queue.queue.admin.show(id)) !== null,
    },
    keepDays: options.keepDays ?? null,
    clock: queue.clock,
    log: (event, facts) => void queue.events.push({ event, facts }),
  });
  opened.push(quarantine);
  const put = (id: string, change: Partial<Envelope> = {}, message = MESSAGE): Promise<void> =>
    queue.submit(
      { id, sender: 's@far.example', recipients: [held()], marks: VIRUS, trail: quarantined('virus'), ...change },
      message,
    );
  return { ...queue, admin: quarantine.admin as QuarantineAdmin, put, submitted, stop: quarantine.stop };
}

describe('the list', () => {
  test('tells of each message what an administrator decides by', async () => {
    const { admin, put } = await lab();
    await put('A1');
    expect((await admin.list()).items).toEqual([
      {
        id: 'A1',
        receivedSeconds: T0,
        client: '192.0.2.1',
        sender: 's@far.example',
        recipients: ['ann@example.org'],
        recipientCount: 1,
        subject: 'an invoice',
        sizeBytes: MESSAGE.length,
        reason: 'virus',
        viruses: ['Eicar-Test-Signature'],
        mcpScore: null,
      },
    ]);
  });
  test('is searched by sender, recipient, subject, virus, reason and time, and paged, newest first', async () => {
    const { admin, put } = await lab();
    for (let nth = 0; nth < 25; nth += 1)
      await put(`M${nth}`, { receivedSeconds: T0 + nth, sender: `s${nth}@far.example` });
    await put(
      'R1',
      {
        receivedSeconds: T0 + 99,
        trail: quarantined('mcp'),
        marks: [{ kind: 'mcp', score: 7, notifySender: false, forwardTo: null }],
        recipients: [held('bob@example.org')],
      },
      'Subject: =?utf-8?Q?geh=C3=A9im?=\r\n\r\nx',
    );
    const ids = async (filter: Parameters<QuarantineAdmin['list']>[0]) =>
      (await admin.list(filter)).items.map(({ id }) => id);
    expect(await ids({ text: 'S7@FAR' })).toEqual(['M7']);
    expect(await ids({ text: 'bob@' })).toEqual(['R1']);
    expect(await ids({ text: 'gehéim' })).toEqual(['R1']);
    expect((await admin.list({ text: 'eicar' })).total).toBe(25);
    expect(await ids({ reason: 'mcp' })).toEqual(['R1']);
    expect(await ids({ fromSeconds: T0 + 3, toSeconds: T0 + 4 })).toEqual(['M4', 'M3']);
    expect(await ids({ text: 'nothing like it' })).toEqual([]);

    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const page = await admin.list({}, { limit: 10, after });
      expect(page.total).toBe(26);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      pages += 1;
      // What goes while one turns the pages changes none of the rest.
      if (pages === 1) await admin.delete([seen.at(-1) ?? ''], 'test');
      if (pages === 1) await put('LATE', { receivedSeconds: T0 + 500 });
    } while (after !== null);
    expect(pages).toBe(3);
    expect(seen).toEqual(['R1', ...Array.from({ length: 25 }, (_, nth) => `M${24 - nth}`)]);
  });
  test('shows nothing of a stranger that could act in a view', async () => {
    const { admin, put } = await lab();
    await put('A1', {}, 'Subject: a\u202eb\u0007<script>\r\n\r\nx');
    const [item] = (await admin.list()).items;
    expect(item?.subject).toBe('a b <script>');
  });
  test('tells damaged files apart, which can be deleted', async () => {
    const { admin, put, disk } = await lab();
    await put('A1');
    disk.edit('/data/quarantine/A1', (bytes) => bytes.subarray(0, 20));
    expect(await admin.list()).toMatchObject({ items: [], damaged: ['A1'] });
    expect(await admin.view('A1')).toBeNull();
    expect(await admin.release(['A1'], 'me')).toEqual(new Map([['A1', 'missing']]));
    expect(await admin.delete(['A1'], 'me')).toEqual(new Map([['A1', 'done']]));
  });
  test('does not read the bodies', async () => {
    const { admin, put, disk } = await lab();
    await put('A1', {}, `Subject: large\r\n\r\n${'x'.repeat(1_000_000)}`);
    const { read } = disk.fs;
    let asked = 0;
    Object.assign(disk.fs, {
      read: () => Promise.reject(new Error('read whole')),
      readPart: async (path: string, start: number, length: number) => {
        asked += length;
        return (await read(path))?.subarray(start, start + length) ?? null;
      },
    });
    expect((await admin.list()).items).toMatchObject([{ subject: 'large' }]);
    expect(asked).toBeLessThan(100_000);
  });
});

describe('the view', () => {
  test('shows header, reasons, trail, parts and text, all as plain text', async () => {
    const { admin, put } = await lab();
    const message = [
      'From: a@b.example',
      'Subject: =?utf-8?Q?caf=C3=A9?=',
      'Content-Type: multipart/mixed; boundary=c',
      '',
      '--c',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Hello <b>you</b></p><script>alert(1)</script>',
      '--c',
      "Content-Type: application/octet-stream; name*=utf-8''..%5C..%5Cinvoice.pdf%20%20%20%20%20%20%20%20%20%20%20%20.exe",
      'Content-Transfer-Encoding: base64',
      '',
      'QUJD',
      '--c--',
      '',
    ].join('\r\n');
    await put('A1', {}, message);
    const view = await admin.view('A1');
    expect(view).toMatchObject({
      id: 'A1',
      reasons: [{ stage: 'antivirus', verdict: 'quarantine', reason: 'virus' }],
      trail: quarantined('virus'),
      text: 'Hello you\n',
      parts: [
        { type: 'text/html', name: null },
        {
          type: 'application/octet-stream',
          name: 'invoice.pdf            .exe',
          nameTricks: ['path', 'two endings', 'far ending'],
          sizeBytes: 3,
        },
      ],
      cut: false,
    });
    expect(view?.headers).toContainEqual({ name: 'subject', value: 'café' });
    expect(JSON.stringify(view)).not.toContain('<script>');
    expect((await admin.original('A1'))?.toString()).toBe(message);
  });
  test.each([
    ['100,000 parts', `Content-Type: multipart/mixed; boundary=c\r\n\r\n${'--c\r\n\r\nx\r\n'.repeat(100_000)}`],
    ['100,000 fields', `${Array.from({ length: 100_000 }, (_, i) => `X-${i}: y\r\n`).join('')}\r\nx`],
    ['nested HTML', `Content-Type: text/html\r\n\r\n${'<div>'.repeat(500_000)}`],
    ['nothing', ''],
  ])('of a hostile message is bounded: %s', async (_what, message) => {
    const { admin, put } = await lab();
    await put('A1', {}, message);
    const view = await admin.view('A1');
    expect(JSON.stringify(view).length).toBeLessThan(2_000_000);
  });
  test.each(['../spool/queue/A1', '..', '/etc/passwd', 'a/b', '', 'A1\0', 'x'.repeat(65)])(
    'of %j is of nothing',
    async (id) => {
      const { admin, put } = await lab();
      await put('A1');
      expect(await admin.view(id)).toBeNull();
      expect(await admin.original(id)).toBeNull();
      expect([...(await admin.delete([id], 'me')).values()]).toEqual(['missing']);
      expect([...(await admin.release([id], 'me')).values()]).toEqual(['missing']);
    },
  );
});

describe('release', () => {
  test('delivers to those from whom it was kept, marked, and says who did it', async () => {
    const { admin, put, texts, queue, events } = await lab();
    await put('A1', { recipients: [held('ann@example.org'), held('bob@example.org')] });
    expect(await texts('ann@example.org')).toEqual([]);
    expect(await admin.release(['A1'], 'the boss')).toEqual(new Map([['A1', 'done']]));
    await queue.idle();
    for (const account of ['ann@example.org', 'bob@example.org']) {
      const [text = '', ...more] = await texts(account);
      expect(more).toEqual([]);
      expect(text).toContain('the text\r\n');
      expect(text).toContain('Subject: [VIRUS] an invoice');
      expect(text).toContain('X-Virus-Found: Eicar-Test-Signature');
      expect(text).toMatch(/^X-Quarantine: released 2023-11-14T22:13:20\.000Z by the boss\r$/m);
    }
    expect((await admin.list()).total).toBe(0);
    expect(events).toContainEqual({
      event: 'quarantine.audit',
      facts: { action: 'release', id: 'A1', by: 'the boss' },
    });
  });
  test('goes to other servers too, and only to those from whom it was kept', async () => {
    const { admin, put, texts, relay, pass } = await lab();
    await put('A1', { recipients: [to('bob@example.org'), held('x@far.example')], marks: [] });
    expect(await texts('bob@example.org')).toHaveLength(1);
    await admin.release(['A1'], 'me');
    await pass(1);
    expect(relay.taken.map(({ address }) => address)).toEqual(['x@far.example']);
    expect(await texts('bob@example.org')).toHaveLength(1);
  });
  test('of old mail gets its full time in the queue', async () => {
    const { admin, put, clock, submitted, pass } = await lab();
    await put('A1');
    await pass(20 * DAY);
    await admin.release(['A1'], 'me');
    expect(submitted[0]?.receivedSeconds).toBe(clock.now());
  });
  test('happens once, however often and by how many it is asked', async () => {
    const { admin, put, texts, queue } = await lab();
    await put('A1');
    const results = await Promise.all([
      admin.release(['A1', 'A1'], 'me'),
      admin.release(['A1'], 'you'),
      admin.delete(['A1'], 'them'),
    ]);
    await queue.idle();
    expect(results.flatMap((result) => [...result.values()]).sort()).toEqual(['done', 'missing', 'missing']);
    expect(await texts('ann@example.org')).toHaveLength(1);
  });
  test('that the queue cannot take leaves the message where it is', async () => {
    const { admin, put, disk, texts, queue } = await lab({ submit: () => disk.failAt(disk.steps() + 2, 'ENOSPC') });
    await put('A1');
    expect(await admin.release(['A1'], 'me')).toEqual(new Map([['A1', 'failed']]));
    expect((await admin.list()).total).toBe(1);
    await queue.idle();
    expect(await texts('ann@example.org')).toEqual([]);
  });
  test('that a crash cuts at any step loses nothing and delivers nothing twice', async () => {
    let cuts = 0;
    for (let step = 1; step < 60; step += 1) {
      const first = await lab();
      await first.put('A1');
      first.disk.crashAt(first.disk.steps() + step);
      const [result] = [...(await first.admin.release(['A1'], 'me').catch(() => new Map([['A1', 'failed']]))).values()];
      await first.queue.idle().catch(() => {});
      if (result === 'done' && step > 40) break;
      cuts += 1;
      const second = await lab({ disk: first.disk.afterCrash('drop') });
      await second.queue.idle();
      const told = result === 'done' ? 1 : 0;
      expect((await second.admin.list()).total + (await second.texts('ann@example.org')).length).toBeGreaterThanOrEqual(
        1,
      );
      expect((await second.texts('ann@example.org')).length).toBeGreaterThanOrEqual(told);
      await second.admin.release(['A1'], 'again');
      await second.queue.idle();
      expect(await second.texts('ann@example.org')).toHaveLength(1);
      expect((await second.admin.list()).total).toBe(0);
    }
    expect(cuts).toBeGreaterThan(10);
  });
});

describe('deletion', () => {
  test('is durable when it is told, and logged', async () => {
    const { admin, put, disk, events } = await lab();
    await put('A1');
    expect(await admin.delete(['A1', 'A2'], 'me')).toEqual(
      new Map([
        ['A1', 'done'],
        ['A2', 'missing'],
      ]),
    );
    expect((await (await lab({ disk: disk.afterCrash('drop') })).admin.list()).total).toBe(0);
    expect(events.filter(({ event }) => event === 'quarantine.audit')).toHaveLength(1);
  });
  test('by age takes what is older, and nothing else', async () => {
    const { admin, put, clock, pass, events } = await lab({ keepDays: 30 });
    await put('OLD', { receivedSeconds: T0 });
    await pass(DAY);
    await put('NEW', { receivedSeconds: clock.now() });
    await pass(29 * DAY - 3600);
    expect((await admin.list()).total).toBe(2);
    await pass(3 * 3600);
    await admin.delete([], 'nobody');
    expect((await admin.list()).items.map(({ id }) => id)).toEqual(['NEW']);
    expect(events).toContainEqual({ event: 'quarantine.audit', facts: { action: 'delete', id: 'OLD', by: 'age' } });
  });
  test('by age never happens where messages are kept for good', async () => {
    const { admin, put, pass } = await lab({ keepDays: null });
    await put('OLD');
    await pass(4000 * DAY);
    expect((await admin.list()).total).toBe(1);
  });
});

test('the negative control: a deletion whose folder was not synced comes back after a power loss', async () => {
  const { admin, put, disk } = await lab();
  await put('A1');
  Object.assign(disk.fs, { syncFolder: async () => {} });
  await admin.delete(['A1'], 'me');
  expect((await (await lab({ disk: disk.afterCrash('drop') })).admin.list()).total).toBe(1);
});
