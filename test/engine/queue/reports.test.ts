import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { composeReport } from '../../../src/engine/queue/report/compose-report.ts';
import { QUEUE_LIFE } from '../../../src/pipeline/queue-life.ts';
import { deferred, envelopeOf, failed, openLab, type QueueLab, relayed, type Say, T0, to } from './queue-lab.ts';

const MESSAGE = 'Subject: secret plan\r\n\r\nBODY TEXT\r\n';

interface ReadReport {
  readonly mail: Email;
  readonly raw: string;
  /** Fields of the message, then those of each recipient. */
  readonly groups: readonly Readonly<Record<string, string>>[];
}

const parts = ({ attachments }: Email): string[] => attachments.map(({ mimeType }) => mimeType);

/** Reports in a mailbox, read by another program. */
async function reportsIn(lab: QueueLab, account = 'ann@example.org'): Promise<ReadReport[]> {
  const all = (await lab.texts(account)).filter((text) => text.includes('multipart/report'));
  return Promise.all(
    all.map(async (raw) => {
      const mail = await PostalMime.parse(Buffer.from(raw, 'latin1'), { rfc822Attachments: true });
      const status = mail.attachments.find(({ mimeType }) => mimeType.endsWith('delivery-status'));
      const text = Buffer.from((status?.content ?? '') as ArrayBuffer).toString();
      const groups = text
        .trim()
        .split(/\r?\n\r?\n/)
        .map((group) =>
          Object.fromEntries(
            group
              .replace(/\r?\n[ \t]+/g, ' ')
              .split(/\r?\n/)
              .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
          ),
        );
      return { mail, raw, groups };
    }),
  );
}

async function lab(say: Say, change: Partial<Envelope> = {}, message = MESSAGE) {
  const opened = await openLab({ say });
  await opened.submit(change, message);
  await opened.queue.idle();
  return opened;
}

describe('a message that fails for good', () => {
  test('comes back to its sender as a report that programs can read', async () => {
    const [report, ...more] = await reportsIn(await lab(() => failed));
    expect(more).toEqual([]);
    expect(report?.raw).toMatch(/^Return-Path: <>\r\n/);
    expect(report?.mail).toMatchObject({
      from: { address: 'MAILER-DAEMON@mx.example.org' },
      to: [{ address: 'ann@example.org' }],
      subject: 'Undelivered Mail Returned to Sender',
    });
    expect(report?.raw).toContain('\r\nAuto-Submitted: auto-replied\r\n');
    expect(report?.mail.text).toContain('<x@far.example>: mx.far.example[192.0.2.9] said: 550 no such user');
    expect(report?.groups).toEqual([
      {
        'Reporting-MTA': 'dns; mx.example.org',
        'X-Plimsoll-Queue-ID': 'Q1',
        'Arrival-Date': 'Tue, 14 Nov 2023 22:13:20 +0000',
      },
      {
        'Final-Recipient': 'rfc822; x@far.example',
        Action: 'failed',
        Status: '5.1.1',
        'Remote-MTA': 'dns; mx.far.example',
        'Diagnostic-Code': 'smtp; 550 no such user',
        'Last-Attempt-Date': 'Tue, 14 Nov 2023 22:13:20 +0000',
      },
    ]);
  });

  test('returns its header only, unless the sender asked for all of it', async () => {
    const [headers] = await reportsIn(await lab(() => failed));
    expect(parts(headers!.mail)).toEqual(['message/delivery-status', 'text/rfc822-headers']);
    expect(headers?.raw).toContain('Subject: secret plan');
    expect(headers?.raw).not.toContain('BODY TEXT');
    const [full] = await reportsIn(await lab(() => failed, { dsn: { ret: 'full', envid: null } }));
    expect(parts(full!.mail)).toEqual(['message/delivery-status', 'message/rfc822']);
    expect(full?.raw).toContain('BODY TEXT');
    const large = `${MESSAGE}${'x'.repeat(60)}\r\n`.repeat(1000);
    const [cut] = await reportsIn(await lab(() => failed, { dsn: { ret: 'full', envid: null } }, large));
    expect(parts(cut!.mail)).toEqual(['message/delivery-status', 'text/rfc822-headers']);
  });

  test('names all recipients that failed in one report, and none that did not', async () => {
    const recipients = [to('bad@far.example'), to('good@far.example'), to('worse@other.example')];
    const [report, ...more] = await reportsIn(
      await lab((address) => (address.startsWith('good') ? relayed() : failed), { recipients }),
    );
    expect(more).toEqual([]);
    expect(report?.groups.slice(1).map((group) => group['Final-Recipient'])).toEqual([
      'rfc822; bad@far.example',
      'rfc822; worse@other.example',
    ]);
  });

  test('carries what the sender gave it to know it by', async () => {
    const recipients = [to('x@far.example', { dsn: { notify: null, orcpt: 'rfc822;Bob+2BTag@Far.example' } })];
    const [report] = await reportsIn(await lab(() => failed, { recipients, dsn: { ret: null, envid: 'QQ+2B314' } }));
    expect(report?.groups[0]?.['Original-Envelope-Id']).toBe('QQ+314');
    expect(report?.groups[1]?.['Original-Recipient']).toBe('rfc822; Bob+Tag@Far.example');
  });

  test('is not reported to who wants to hear of nothing, or of other things', async () => {
    for (const notify of [[], ['success'], ['delay']] as const) {
      const recipients = [to('x@far.example', { dsn: { notify: [...notify], orcpt: null } })];
      expect(await reportsIn(await lab(() => failed, { recipients }))).toEqual([]);
    }
  });

  test('cannot make its report into something else', async () => {
    const nasty = {
      kind: 'failed',
      answer: { status: '5.0.0', text: `550 ${'long '.repeat(190)}`, host: 'mx.far.example[192.0.2.9]' },
    } as const;
    const [report] = await reportsIn(
      await lab(() => nasty, { dsn: { ret: 'full', envid: 'a+0D+0AX-Injected:+20yes' } }),
    );
    expect(report?.raw).not.toMatch(/^X-Injected/m);
    expect(report?.groups[1]?.['Diagnostic-Code']).toContain('long long');
    expect(report?.raw.split('\r\n').every((line) => line.length <= 998)).toBe(true);
  });
});

test('a boundary that the message has guessed is not used', () => {
  const planned = {
    kind: 'failure',
    recipients: [
      {
        index: 0,
        recipient: to('x@far.example'),
        progress: { fate: 'failed', relayed: false, answer: null, told: false },
      },
    ],
  } as const;
  const context = { hostname: 'mx.example.org', now: T0, life: QUEUE_LIFE, utf8: false };
  const heading = { id: 'Q1R1', to: 'ann@example.org', toPostmaster: false };
  const message = Buffer.from('A: b\r\n--=_Q1R1--\r\n\r\n');
  const report = composeReport(envelopeOf(), message, planned, heading, context).toString();
  expect(report).toContain('boundary="=_Q1R1_"');
});

describe('success', () => {
  const wanted = { dsn: { notify: ['success', 'failure'], orcpt: null } } as const;

  test('is reported where it was asked for: delivered here, or passed on to a server that reports nothing', async () => {
    const recipients = [to('bob@example.org', wanted), to('x@far.example', wanted), to('y@far.example')];
    const [report, ...more] = await reportsIn(await lab(() => relayed(false), { recipients }));
    expect(more).toEqual([]);
    expect(report?.mail.subject).toBe('Successful Mail Delivery Report');
    expect(report?.groups.slice(1).map(({ Action, Status }) => [Action, Status])).toEqual([
      ['delivered', '2.0.0'],
      ['relayed', '2.0.0'],
    ]);
    expect(report?.raw).not.toContain('BODY TEXT');
  });

  test('is left to the other server where that one reports itself', async () => {
    const opened = await lab(() => relayed(true), { recipients: [to('x@far.example', wanted)] });
    expect(await reportsIn(opened)).toEqual([]);
    expect(opened.relay.tried[0]?.mail.recipients).toEqual([{ address: 'x@far.example', dsn: wanted.dsn }]);
  });

  test('is never told of what lies in quarantine', async () => {
    const recipients = [to('bob@example.org', { ...wanted, fate: 'quarantine' })];
    expect(await reportsIn(await lab(() => relayed(), { recipients }))).toEqual([]);
  });
});

describe('delay', () => {
  const life = { ...QUEUE_LIFE, delayWarningSeconds: 4 * 3600 };

  test('is told once, with how long it is still tried', async () => {
    const opened = await openLab({ say: () => deferred, options: { parameters: { life } } });
    await opened.submit();
    await opened.pass(4 * 3600 - 1);
    expect(await reportsIn(opened)).toEqual([]);
    await opened.pass(86_400);
    const [report, ...more] = await reportsIn(opened);
    expect(more).toEqual([]);
    expect(report?.mail.subject).toBe('Delayed Mail (still being retried)');
    expect(report?.groups[1]).toMatchObject({
      Action: 'delayed',
      Status: '4.2.0',
      'Will-Retry-Until': 'Sun, 19 Nov 2023 22:13:20 +0000',
    });
    expect(opened.queue.admin.counts().deferred).toBe(1);
  });

  test('is not told over again after a restart, nor to who does not want it', async () => {
    const options = { parameters: { life } };
    const opened = await openLab({ say: () => deferred, options });
    await opened.submit();
    await opened.submit({ id: 'Q2', recipients: [to('x@far.example', { dsn: { notify: ['failure'], orcpt: null } })] });
    await opened.pass(6 * 3600);
    await opened.queue.stop();
    const again = await openLab({
      disk: opened.disk.afterCrash('keep'),
      clock: opened.clock,
      say: () => deferred,
      options,
    });
    await again.pass(6 * 3600);
    expect(await reportsIn(again)).toHaveLength(1);
  });
});

describe('mail that has no sender', () => {
  test('is reported to the postmaster when it fails, and a report of that to nobody', async () => {
    const opened = await lab(() => failed, { sender: '' });
    const [report, ...more] = await reportsIn(opened, 'root@example.org');
    expect(more).toEqual([]);
    expect(report?.mail.subject).toBe('Postmaster notice: undeliverable report');
    const again = await lab(() => failed, { sender: '', report: 'postmaster' });
    expect(await reportsIn(again, 'root@example.org')).toEqual([]);
    expect(again.queue.admin.counts()).toEqual({ incoming: 0, active: 0, deferred: 0, hold: 0 });
  });

  test('is what a bounce is: one that cannot be delivered goes to the postmaster, and there it ends', async () => {
    const opened = await lab(() => failed, { sender: 'gone@elsewhere.example' });
    // To the sender at another server first, which refuses too.
    expect(opened.relay.tried.map(({ addresses }) => addresses)).toEqual([
      ['x@far.example'],
      ['gone@elsewhere.example'],
    ]);
    expect(opened.relay.tried[1]?.mail.sender).toBe('');
    expect(await reportsIn(opened, 'root@example.org')).toHaveLength(1);
  });

  test('or a sender of ours that does not exist is the postmaster’s as well', async () => {
    expect(await reportsIn(await lab(() => failed, { sender: 'ghost@example.org' }), 'root@example.org')).toHaveLength(
      1,
    );
  });

  test('does not flood the postmaster', async () => {
    const opened = await openLab({ say: () => failed });
    for (let index = 0; index < 120; index += 1) await opened.submit({ id: `F${index}`, sender: '' });
    expect(await reportsIn(opened, 'root@example.org')).toHaveLength(100);
    expect(opened.events.filter(({ event }) => event === 'report.dropped')).toHaveLength(20);
    await opened.pass(3600);
    await opened.submit({ id: 'LATER', sender: '' });
    expect(await reportsIn(opened, 'root@example.org')).toHaveLength(101);
  });
});

describe('addresses beyond ASCII', () => {
  test('stand in a report of their own kind', async () => {
    const recipients = [to('пётр@far.example')];
    const [report] = await reportsIn(
      await lab(() => failed, { recipients, smtputf8: true }, 'Subject: grün\r\n\r\nx\r\n'),
    );
    expect(parts(report!.mail)).toEqual(['message/global-delivery-status', 'message/global-headers']);
    expect(Buffer.from(report!.raw, 'latin1').toString()).toContain('Final-Recipient: utf-8; пётр@far.example');
    expect(Buffer.from(report!.raw, 'latin1').toString()).toContain('Subject: grün');
  });
});

describe('a report that the disk refuses', () => {
  test('about more recipients than the one before a crash is another one', async () => {
    const bad = [to('a@far.example'), to('b@slow.example')];
    let slow = true;
    const opened = await openLab({ say: (address) => (address === 'b@slow.example' && slow ? deferred : failed) });
    await opened.submit({ recipients: bad });
    // Power fails: what was stored here is there, what was noted of the other recipient is not.
    opened.disk.edit('/data/spool/progress/Q1', () => Buffer.alloc(0));
    slow = false;
    const again = await openLab({ disk: opened.disk.afterCrash('keep'), clock: opened.clock, say: () => failed });
    await again.queue.idle();
    const about = (await reportsIn(again)).flatMap(({ groups }) =>
      groups.slice(1).map((group) => group['Final-Recipient']),
    );
    expect(about).toContain('rfc822; b@slow.example');
  });

  test('is made later, and once', async () => {
    const opened = await openLab({ say: () => failed });
    const fs = opened.disk.fs as { open: (typeof opened.disk.fs)['open'] };
    const { open } = fs;
    fs.open = async (path, mode) => {
      if (path.includes('Q1R')) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return open(path, mode);
    };
    await opened.submit();
    await opened.pass(900);
    expect(await reportsIn(opened)).toEqual([]);
    expect(opened.queue.admin.counts().deferred).toBe(1);
    fs.open = open;
    await opened.pass(900);
    expect(await reportsIn(opened)).toHaveLength(1);
    expect(opened.relay.tried).toHaveLength(1);
    expect(opened.clock.now()).toBe(T0 + 1800);
  });
});
