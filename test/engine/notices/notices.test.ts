import { describe, expect, test } from 'vitest';
import { DEFAULT_NOTICES, noticeSettings } from '../../../src/config/notices.ts';
import { mimeStructure } from '../../../src/engine/mime/mime-structure.ts';
import { composeNotice } from '../../../src/engine/notices/compose-notice.ts';
import { fillTemplate } from '../../../src/engine/notices/fill-template.ts';
import { forwardedCopies } from '../../../src/engine/notices/forwarded-copies.ts';
import { noticeValues } from '../../../src/engine/notices/notice-values.ts';
import { type BlockedMessage, createNotices } from '../../../src/engine/notices/notices.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { decodePart } from '../../../src/stages/observe/decode-part.ts';
import { T0, to } from '../queue/queue-lab.ts';

const VALUES = noticeValues(
  { id: 'Q1', sender: 's@far.example', receivedSeconds: T0, marks: [] },
  Buffer.from('Subject: hi\r\n\r\n'),
  {
    recipient: 'ann@example.org',
    action: 'deleted',
    hostname: 'mx.example.org',
  },
);
const bodyOf = (message: Buffer): string => {
  const root = mimeStructure(message);
  return decodePart(root.fields, message.subarray(root.bodyStart)).toString();
};

describe('a template', () => {
  test.each([
    ['From {sender} to {recipient}', 'From s@far.example to ann@example.org'],
    ['{{sender}} is {sender}', '{sender} is s@far.example'],
    ['{subject}, {virus}, {score}, {action}, {id}, {host}', 'hi, (none), (none), deleted, Q1, mx.example.org'],
  ])('%s gives %s', (template, wanted) => {
    expect(fillTemplate(template, VALUES)).toBe(wanted);
  });
  test('does not fill in what a value brings, and keeps a value on its line', () => {
    const values = { ...VALUES, subject: '{sender}\r\nX-Evil: 1\u202e{{' };
    expect(fillTemplate('[{subject}]', values)).toBe('[{sender}??X-Evil: 1?{{]');
  });
  test.each(['{unknown}', '{sender', '{Sender}', '{}', '{constructor}', '{__proto__}', '${sender'])(
    '%j is refused by the settings',
    (text) => {
      expect(() => noticeSettings.parse({ virusDeleted: { body: text } })).toThrow(/variables/);
      expect(() => noticeSettings.parse({ mcpBlocked: { subject: text } })).toThrow(/variables/);
    },
  );
  test('with a line end in the subject is refused', () => {
    expect(() => noticeSettings.parse({ virusDeleted: { subject: 'a\r\nBcc: x' } })).toThrow(/one line/);
  });
});

describe('a notice', () => {
  test('is plain text made by a program, in any language, with nothing of the message beyond its template', () => {
    const template = { subject: 'Gelöscht: {subject}', body: 'Größe\n{sender}' };
    const message = composeNotice(template, VALUES, {
      id: 'N1',
      to: 'ann@example.org',
      hostname: 'mx.example.org',
      now: T0,
    });
    const text = message.toString('latin1');
    expect(text).toContain('Subject: =?UTF-8?B?');
    expect(text).toContain('Auto-Submitted: auto-generated\r\n');
    expect(text).toMatch(/^[\x20-\x7e\r\n]*$/);
    expect(bodyOf(message)).toBe('Größe\r\ns@far.example\r\n');
  });
  test('cannot be given a header by a sender', () => {
    const values = noticeValues(
      { id: 'Q1', sender: 'a\r\nX: y@far.example', receivedSeconds: T0, marks: [] },
      Buffer.from('Subject: =?utf-8?Q?a=0D=0AX:_y?=\r\n\r\n'),
      {
        recipient: 'r',
        action: 'deleted',
        hostname: 'h',
      },
    );
    const text = composeNotice({ subject: '{subject} {sender}', body: '' }, values, {
      id: 'N',
      to: 'x\r\nX: y',
      hostname: 'h',
      now: T0,
    }).toString();
    expect(text).not.toMatch(/^X:/m);
  });
});

const MCP = (change: object = {}) =>
  [{ kind: 'mcp', score: 5, notifySender: true, forwardTo: null, ...change }] as Envelope['marks'];
const spf = (result: string): Envelope['trail'] => [
  { stage: 'spf', phase: 'rcpt', recipient: 'a', evidence: { result }, verdict: { kind: 'accept' } },
];
const blocked = (change: Partial<BlockedMessage> = {}): BlockedMessage => ({
  id: 'Q1',
  receivedSeconds: T0,
  sender: 's@far.example',
  marks: MCP(),
  trail: spf('pass'),
  account: null,
  origin: 'stranger',
  fate: 'quarantine',
  recipients: ['ann@example.org'],
  ...change,
});

function lab(settings: object = {}) {
  const sent: { to: string; text: string; envelope: Envelope }[] = [];
  let now = T0;
  const notices = createNotices({
    settings: noticeSettings.parse(settings),
    hostname: 'mx.example.org',
    directory: {
      resolve: (address) =>
        address.endsWith('@example.org')
          ? { kind: 'known', targets: [{ address, account: address }] }
          : { kind: 'foreign' },
    },
    queue: {
      submit: async (envelope, message) => {
        sent.push({ to: envelope.recipients[0]?.address ?? '', text: bodyOf(Buffer.from(message)), envelope });
        return { kind: 'kept' };
      },
    },
    now: () => now,
    log: () => {},
  });
  const tell = (change: Partial<BlockedMessage> = {}, message = 'Subject: plans\r\n\r\nx') =>
    notices.tell(blocked(change), Buffer.from(message));
  return {
    sent,
    tell,
    wait: (seconds: number): void => {
      now += seconds;
    },
  };
}

describe('a sender is told', () => {
  test('that the message was blocked, by a message without a sender', async () => {
    const { sent, tell } = lab();
    await tell();
    expect(sent).toMatchObject([{ to: 's@far.example', envelope: { id: 'Q1N1', sender: '', report: 'sender' } }]);
    expect(sent[0]?.text).toContain('Subject:  plans');
  });
  test.each<[string, Partial<BlockedMessage>, string?]>([
    ['when the rule does not ask for it', { marks: MCP({ notifySender: false }) }],
    ['when there is none', { sender: '' }],
    ['when it may be forged', { trail: spf('none') }],
    ['when it is forged', { trail: spf('fail') }],
    ['when it is a program', {}, 'Auto-Submitted: auto-replied\r\n\r\n'],
    ['when it is a list', {}, 'List-Id: <l.example>\r\n\r\n'],
    ['when it is bulk', {}, 'Precedence: bulk\r\n\r\n'],
  ])('but not %s', async (_what, change, message) => {
    const { sent, tell } = lab();
    await tell(change, message);
    expect(sent).toEqual([]);
  });
  test('when it has logged in, whatever SPF says', async () => {
    const { sent, tell } = lab();
    await tell({ trail: [], account: 'ann@example.org', origin: 'user', sender: 'ann@example.org' });
    expect(sent).toHaveLength(1);
  });
});

describe('the administrator is told', () => {
  const settings = { administrator: 'root@example.org' };
  test('of everything that was blocked, viruses too', async () => {
    const { sent, tell } = lab(settings);
    await tell({
      marks: [{ kind: 'virus', virus: 'Eicar', subjectPrefix: null }],
      fate: 'discard',
      recipients: Array.from({ length: 9 }, (_, i) => `r${i}@example.org`),
    });
    expect(sent).toMatchObject([{ to: 'root@example.org', envelope: { id: 'Q1N2', report: 'postmaster' } }]);
    expect(sent[0]?.text).toContain('A message was blocked: deleted.');
    expect(sent[0]?.text).toContain('Virus:    Eicar');
    expect(sent[0]?.text).toContain('and 4 more');
  });
  test('no more than fifty times an hour', async () => {
    const { sent, tell, wait } = lab(settings);
    for (let nth = 0; nth < 80; nth += 1) await tell({ marks: [] });
    expect(sent).toHaveLength(50);
    wait(3600);
    await tell({ marks: [] });
    expect(sent).toHaveLength(51);
  });
  test('is nobody by default', async () => {
    const { sent, tell } = lab();
    await tell({ marks: [] });
    expect(sent).toEqual([]);
    expect(DEFAULT_NOTICES.administrator).toBeNull();
  });
});

describe('a copy by the rules on content', () => {
  const directory = {
    resolve: (address: string) =>
      address === 'gone@example.org'
        ? ({ kind: 'unknown' } as const)
        : address.endsWith('@example.org')
          ? ({ kind: 'known', targets: [{ address, account: address }] } as const)
          : ({ kind: 'foreign' } as const),
  };
  const copies = (
    change: object,
    recipients = [to('ann@example.org', { fate: 'quarantine' })],
    more: Envelope['marks'] = [],
  ) =>
    forwardedCopies([...MCP(change), ...more], recipients, directory).map(
      ({ address, account, fate }) => `${address} ${account} ${fate}`,
    );
  test.each([
    ['legal@example.org', ['legal@example.org legal@example.org deliver']],
    ['legal@far.example', ['legal@far.example null deliver']],
    ['gone@example.org', []],
    [null, []],
    // Kept from this very mailbox, it is delivered there as the copy.
    ['ann@example.org', ['ann@example.org ann@example.org deliver']],
  ])('goes to %s', (forwardTo, wanted) => {
    expect(copies({ forwardTo })).toEqual(wanted);
  });
  test('is none for whoever gets the message anyway, and none of a virus', () => {
    expect(copies({ forwardTo: 'ann@example.org' }, [to('ann@example.org')])).toEqual([]);
    expect(
      copies({ forwardTo: 'legal@example.org' }, [], [{ kind: 'virus', virus: 'V', subjectPrefix: null }]),
    ).toEqual([]);
  });
});
