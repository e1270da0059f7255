import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encapsulateSpam } from '../../../src/engine/antispam/encapsulate-spam.ts';
import { unwrapReport } from '../../../src/engine/antispam/unwrap-report.ts';
import { type MimePart, mimeStructure } from '../../../src/engine/mime/mime-structure.ts';
import { deliveredMessage } from '../../../src/engine/queue/delivered-message.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { prefixSubject } from '../../../src/engine/queue/prefix-subject.ts';
import { decodePart } from '../../../src/stages/observe/decode-part.ts';
import { mail } from '../../stages/observe/fixtures.ts';

const SPAM = mail(
  'Received: from x',
  'From: Eve <eve@evil.test>',
  'To: bob@example.net',
  'Subject: Win a',
  ' prize',
  'Content-Type: text/html',
  '',
  '<img src="http://bug.test/1.gif"><script>alert(1)</script>',
);
const how = (kind: 'attachment' | 'plainText') =>
  ({ how: kind, id: 'Q1', hostname: 'mx.example.net', score: 9.25 }) as const;
const partsOf = (message: Buffer): readonly MimePart[] => mimeStructure(message).children;
const original = (message: Buffer): Buffer => {
  const part = partsOf(message).at(-1);
  if (!part) throw new Error('no attachment');
  return decodePart(part.fields, message.subarray(part.bodyStart, part.bodyEnd));
};

describe('9.1 spam as an attachment', () => {
  test('is a new message that shows who and what, and holds the original byte for byte', () => {
    const made = encapsulateSpam(SPAM, how('attachment'));
    const { fields } = mimeStructure(made);
    expect(fields.map(({ name }) => name)).toEqual([
      'from',
      'to',
      'subject',
      'x-spam-encapsulated',
      'mime-version',
      'content-type',
    ]);
    const [report, attached] = partsOf(made);
    expect(report?.type).toMatchObject({ type: 'text', subtype: 'plain' });
    expect(made.toString('latin1', report?.bodyStart, report?.bodyEnd)).toContain('score 9.3');
    expect(attached?.type).toMatchObject({ type: 'message', subtype: 'rfc822' });
    expect(original(made)).toEqual(SPAM);
  });
  test('as plain text holds nothing that a client would display or run', () => {
    const made = encapsulateSpam(SPAM, how('plainText'));
    const types = partsOf(made).map(({ type }) => `${type.type}/${type.subtype}`);
    expect(types).toEqual(['text/plain', 'text/plain']);
    expect(mimeStructure(made).children.every(({ message }) => message === null)).toBe(true);
    expect(original(made)).toEqual(SPAM);
  });
  test('takes long lines and bytes that are no text as base64', () => {
    const odd = Buffer.concat([SPAM, Buffer.alloc(3000, 'x'), Buffer.from([0, 1, 2, 13, 10])]);
    const made = encapsulateSpam(odd, how('plainText'));
    expect(original(made)).toEqual(odd);
    for (const line of made.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });
  test('still carries the tag in its subject', () => {
    const made = Buffer.concat(prefixSubject(encapsulateSpam(SPAM, how('attachment')), '[SPAM] '));
    expect(mimeStructure(made).fields.find(({ name }) => name === 'subject')?.value).toBe('[SPAM] Win a prize');
    expect(original(made).toString()).toContain('Subject: Win a');
  });
  test('cannot be broken out of: no line of the original ends the attachment', () => {
    const text = fc.array(fc.constantFrom('--=_Q1_0', '--=_Q1_0--', '--=_Q1_1--', '', 'x', 'From: y', '\u0000'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, fc.constantFrom('attachment', 'plainText'), (lines, kind) => {
        const spam = mail('From: a@b.test', ...lines);
        const made = encapsulateSpam(spam, how(kind));
        expect(partsOf(made)).toHaveLength(2);
        expect(original(made)).toEqual(spam);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
  test('is how marked mail is delivered, and no other', () => {
    const envelope: Envelope = {
      version: 1,
      id: 'Q1',
      receivedSeconds: 1_700_000_000,
      client: { address: '192.0.2.1', helo: 'c', extended: true },
      sender: 'eve@evil.test',
      recipients: [],
      marks: [{ kind: 'spam', score: 9, subjectPrefix: '[SPAM] ', encapsulate: 'attachment' }],
      trail: [],
    };
    const delivered = deliveredMessage(envelope, SPAM, 'mx.example.net', 'bob@example.net');
    const fields = Object.fromEntries(mimeStructure(delivered).fields.map(({ name, value }) => [name, value]));
    expect(fields).toMatchObject({
      'x-spam-flag': 'YES',
      subject: '[SPAM] Win a prize',
      'x-spam-encapsulated': 'message',
    });
    expect(original(delivered)).toEqual(SPAM);
    const plain = deliveredMessage({ ...envelope, marks: [] }, SPAM, 'mx.example.net', 'bob@example.net');
    expect(plain.subarray(-SPAM.length)).toEqual(SPAM);
  });
});

const report = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat([
    mail(
      'Return-Path: <ann@example.net>',
      'From: Ann <ann@example.net>',
      'Subject: Fwd: x',
      'Content-Type: multipart/mixed; boundary=r',
      '',
    ),
    ...parts.flatMap((part) => [Buffer.from('--r\r\n'), Buffer.from(part), Buffer.from('\r\n')]),
    Buffer.from('--r--\r\n'),
  ]);
const attached = (message: Buffer): Buffer =>
  Buffer.concat([Buffer.from('Content-Type: message/rfc822\r\n\r\n'), message]);
const unwrapped = (bytes: Buffer): string[] => unwrapReport(bytes).map(String);

describe('9.6 a report', () => {
  test('gives the mails that are attached', () => {
    const note = 'Content-Type: text/plain\r\n\r\nplease see\r\n';
    expect(unwrapped(report(note, attached(SPAM), attached(mail('Subject: two', '', 'x'))))).toEqual([
      String(SPAM),
      'Subject: two\r\n\r\nx\r\n',
    ]);
  });
  test('gives a mail that a program encoded, though it must not', () => {
    const encoded = `Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${SPAM.toString('base64')}`;
    expect(unwrapped(report(encoded))).toEqual([String(SPAM)]);
    const named = `Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="mail.eml"\r\nContent-Transfer-Encoding: base64\r\n\r\n${SPAM.toString('base64')}`;
    expect(unwrapped(report(named))).toEqual([String(SPAM)]);
  });
  test('gives the original of what we delivered as an attachment', () => {
    for (const kind of ['attachment', 'plainText'] as const) {
      const ours = encapsulateSpam(SPAM, how(kind));
      expect(unwrapped(report(attached(ours)))).toEqual([String(SPAM)]);
      expect(unwrapped(Buffer.concat([Buffer.from('Return-Path: <ann@example.net>\r\n'), ours]))).toEqual([
        String(SPAM),
      ]);
    }
  });
  test('that is a mail sent on as it is, is that mail', () => {
    const resent = Buffer.concat([
      Buffer.from('Return-Path: <ann@example.net>\r\nResent-From: ann@example.net\r\n'),
      SPAM,
    ]);
    expect(unwrapped(resent)).toEqual([String(resent)]);
  });
  test("that is the reporter's own words gives nothing: they would be learned instead", () => {
    const inline = mail(
      'Return-Path: <ann@example.net>',
      'From: Ann <Ann@Example.net>',
      'Subject: Fwd: x',
      '',
      '> Win a prize',
    );
    expect(unwrapped(inline)).toEqual([]);
  });
  test.each([
    ['nested reports', Array.from({ length: 50 }).reduce<Buffer>((inner) => report(attached(inner)), SPAM)],
    [
      'nested encapsulation',
      Array.from({ length: 50 }).reduce<Buffer>((inner) => encapsulateSpam(inner, how('attachment')), SPAM),
    ],
    ['2,000 attachments', report(...Array.from({ length: 2000 }, () => attached(SPAM)))],
    ['nothing', Buffer.alloc(0)],
    ['an empty attachment', report('Content-Type: message/rfc822\r\n\r\n')],
  ])('with %s is unwrapped within bounds', (_what, bytes) => {
    const started = performance.now();
    expect(unwrapReport(bytes).length).toBeLessThanOrEqual(100);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
