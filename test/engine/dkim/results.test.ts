// Authentication-Results: what we say, and what nobody else may say in our name.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authenticationResults } from '../../../src/engine/dkim/authentication-results.ts';
import { withoutFalseResults } from '../../../src/engine/dkim/false-results.ts';
import { deliveredMessage } from '../../../src/engine/queue/delivered-message.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { ACCEPT, type Mark } from '../../../src/pipeline/verdict.ts';
import { crlf } from './fixtures.ts';

const HOST = 'mail.example.net';

const envelope = (more: Partial<Envelope> = {}): Envelope => ({
  version: 1,
  id: 'Q1',
  receivedSeconds: 1_800_000_000,
  client: { address: '192.0.2.1', helo: 'client.example.org', extended: true },
  sender: 'ann@example.com',
  recipients: [],
  marks: [],
  trail: [],
  ...more,
});
const spf = (result: string): Envelope['trail'] => [
  { stage: 'spf', phase: 'rcpt', recipient: 'bob@example.net', evidence: { result }, verdict: ACCEPT },
];
const MARKS: Mark[] = [
  {
    kind: 'dkim',
    signatures: [
      { result: 'pass', domain: 'example.com', selector: 's1' },
      { result: 'permerror', domain: '', selector: '' },
    ],
    junk: false,
  },
  { kind: 'dmarc', result: 'pass', fromDomain: 'example.com', policy: 'reject', junk: false },
];

describe('our own field (RFC 8601)', () => {
  test('tells all that was tested', () => {
    expect(authenticationResults(envelope({ trail: spf('pass'), marks: MARKS }), HOST)).toBe(
      [
        'Authentication-Results: mail.example.net',
        '\tspf=pass smtp.mailfrom=example.com',
        '\tdkim=pass header.d=example.com header.s=s1',
        '\tdkim=permerror',
        '\tdmarc=pass (p=reject) header.from=example.com\r\n',
      ].join(';\r\n'),
    );
  });
  test('says none of a message without signatures, and names HELO for the null sender', () => {
    const marks: Mark[] = [{ kind: 'dkim', signatures: [], junk: false }];
    expect(authenticationResults(envelope({ sender: '', trail: spf('none'), marks }), HOST)).toBe(
      'Authentication-Results: mail.example.net;\r\n\tspf=none smtp.helo=client.example.org;\r\n\tdkim=none\r\n',
    );
  });
  test('is not there when nothing was tested', () => {
    expect(authenticationResults(envelope(), HOST)).toBe('');
  });
  test('holds nothing that a sender could make a line of', () => {
    const nasty = 'x\r\nBcc: eve';
    const marks: Mark[] = [
      { kind: 'dkim', signatures: [{ result: 'fail', domain: nasty, selector: 'a;b' }], junk: true },
      { kind: 'dmarc', result: 'permerror', fromDomain: null, policy: null, junk: true },
    ];
    const client = { address: '192.0.2.1', helo: nasty, extended: true };
    expect(authenticationResults(envelope({ sender: '', client, trail: spf('fail'), marks }), HOST)).toBe(
      'Authentication-Results: mail.example.net;\r\n\tspf=fail;\r\n\tdkim=fail;\r\n\tdmarc=permerror\r\n',
    );
    expect(authenticationResults(envelope({ sender: `a@${nasty}`, trail: spf('fail') }), HOST)).toBe(
      'Authentication-Results: mail.example.net;\r\n\tspf=fail\r\n',
    );
  });
});

describe('a field of somebody else', () => {
  const REST = 'From: eve@example.org\r\nSubject: x\r\n\r\nAuthentication-Results: mail.example.net; spf=pass\r\n';
  const without = (fields: string): string =>
    withoutFalseResults(Buffer.from(fields + REST), HOST)
      .toString()
      .slice(0, -REST.length);

  test.each([
    ['plain', 'Authentication-Results: mail.example.net; spf=pass\r\n'],
    ['in other letters', 'AUTHENTICATION-RESULTS:MAIL.Example.NET;spf=pass\r\n'],
    ['with blanks before the colon', `Authentication-Results${' '.repeat(5000)}: mail.example.net; spf=pass\r\n`],
    ['folded', 'Authentication-Results:\r\n\tmail.example.net;\r\n spf=pass\r\n'],
    ['with a version', 'Authentication-Results: mail.example.net 1; spf=pass\r\n'],
    ['behind comments', 'Authentication-Results: (a (nested \\) one)) (b)mail.example.net(c); spf=pass\r\n'],
    ['quoted', 'Authentication-Results: "mail.ex\\ample.net"; spf=pass\r\n'],
    ['with a dot at the end', 'Authentication-Results: mail.example.net.; spf=pass\r\n'],
    ['without results', 'Authentication-Results: mail.example.net\r\n'],
    ['with a comment that does not end', 'Authentication-Results: (mail.example.net; spf=pass\r\n'],
    ['with a quote that does not end', 'Authentication-Results: "mail.example.net; spf=pass\r\n'],
    ['with line ends of LF', 'Authentication-Results: mail.example.net;\n spf=pass\n'],
  ])('that claims to be ours is taken out: %s', (_what, field) => {
    expect(without(field)).toBe('');
    expect(without(`Received: a\r\n b\r\n${field}To: x\r\n${field}`)).toBe('Received: a\r\n b\r\nTo: x\r\n');
  });
  test.each([
    ['another server', 'Authentication-Results: mx.example.org; spf=pass\r\n'],
    ['a name that only begins alike', 'Authentication-Results: mail.example.net.evil.org; spf=pass\r\n'],
    ['a name that ends alike', 'Authentication-Results: x.mail.example.net; spf=pass\r\n'],
    ['our name in its results', 'Authentication-Results: mx.example.org; dkim=pass header.d=mail.example.net\r\n'],
    ['another field', 'X-Authentication-Results: mail.example.net; spf=pass\r\n'],
    ['a sealed field of a chain', 'ARC-Authentication-Results: i=1; mail.example.net; spf=pass\r\n'],
    ['a continuation of another field', 'X: y\r\n Authentication-Results: mail.example.net; spf=pass\r\n'],
    ['a line that is no field', 'Authentication-Results mail.example.net; spf=pass\r\n'],
  ])('that does not stays: %s', (_what, field) => {
    expect(without(field)).toBe(field);
  });
  test('every other byte of any message stays', () => {
    const piece = fc.constantFrom(
      'A',
      'authentication-results',
      ':',
      ' ',
      '\r\n',
      '\n',
      '(',
      '"',
      ';',
      'mail.example.net',
      'é',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const message = Buffer.from(pieces.join(''));
        const rest = withoutFalseResults(message, HOST);
        const false_ = /^authentication-results/im;
        if (!false_.test(message.toString())) expect(rest).toBe(message);
        // What is left is the message with some of its lines missing, in their order.
        const lines = message.toString('latin1').split('\n');
        const left = rest.toString('latin1').split('\n');
        // Behind the last line end is no line; the message's own last line may have gone and had none.
        if (left.at(-1) === '') left.pop();
        let at = -1;
        for (const line of left) {
          at = lines.indexOf(line, at + 1);
          expect(at).not.toBe(-1);
        }
      }),
    );
  });
  test('a header of a million lines is looked through soon, and of it nothing is hidden', () => {
    const lines = 'A: b\r\n'.repeat(1_000_000);
    const start = performance.now();
    expect(without(`${lines}Authentication-Results: mail.example.net; spf=pass\r\n`)).toBe(lines);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

test('a delivered message has our field above the trace, and none that only looks like it', () => {
  const received = crlf(`Authentication-Results: ${HOST}; dkim=pass header.d=bank.example
Subject: x
From: eve@example.org

text
`);
  const text = deliveredMessage(
    envelope({ trail: spf('softfail'), marks: MARKS }),
    received,
    HOST,
    'bob@example.net',
  ).toString();
  expect(text.match(/^Authentication-Results:/gm)).toHaveLength(1);
  expect(text).not.toContain('bank.example');
  expect(text.indexOf('Authentication-Results:')).toBeLessThan(text.indexOf('Received:'));
  expect(text.endsWith('Subject: x\r\nFrom: eve@example.org\r\n\r\ntext\r\n')).toBe(true);
});
