import { describe, expect, test } from 'vitest';
import { deliveredMessage } from '../../../src/engine/queue/delivered-message.ts';
import { startSmtp } from './smtp-lab.ts';

/** What a test writes as text goes over the wire as UTF-8. */
const utf8 = (line: string): string => Buffer.from(line).toString('latin1');

async function keptEnvelope(lines: readonly string[]) {
  const lab = await startSmtp();
  const client = await lab.connect();
  const replies = await client.sayAll(...lines.map(utf8), 'DATA');
  client.send('x\r\n.\r\n');
  await client.reply();
  return { replies, envelope: lab.kept[0]?.envelope };
}

describe('DSN (RFC 3461)', () => {
  test('what a sender wants to hear goes with the message and with each recipient', async () => {
    const { envelope } = await keptEnvelope([
      'MAIL FROM:<s@example.net> RET=HDRS ENVID=QQ+2B314',
      'RCPT TO:<ann@example.org> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;ann+2Bx@example.org',
      'RCPT TO:<bob@example.org> NOTIFY=never',
      'RCPT TO:<postmaster>',
    ]);
    expect(envelope?.dsn).toEqual({ ret: 'headers', envid: 'QQ+2B314' });
    expect(envelope?.recipients.map(({ dsn }) => dsn)).toEqual([
      { notify: ['success', 'delay'], orcpt: 'rfc822;ann+2Bx@example.org' },
      { notify: [], orcpt: null },
      undefined,
    ]);
  });

  test('without it the envelope has none', async () => {
    const { envelope } = await keptEnvelope(['MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>']);
    expect(envelope).not.toHaveProperty('dsn');
    expect(envelope?.body).toBeNull();
  });

  test.each([
    ['MAIL FROM:<s@example.net> RET=ALL', '501 5.5.4'],
    ['MAIL FROM:<s@example.net> RET', '501 5.5.4'],
    ['MAIL FROM:<s@example.net> ENVID=', '501 5.5.4'],
    ['MAIL FROM:<s@example.net> ENVID=a+2', '501 5.5.4'],
    ['MAIL FROM:<s@example.net> ENVID=a+0D+0ABcc:+20x', '501 5.5.4'],
    [`MAIL FROM:<s@example.net> ENVID=${'x'.repeat(101)}`, '501 5.5.4'],
    ['RCPT TO:<ann@example.org> NOTIFY=NEVER,SUCCESS', '501 5.5.4'],
    ['RCPT TO:<ann@example.org> NOTIFY=SUCCESS,SUCCESS', '501 5.5.4'],
    ['RCPT TO:<ann@example.org> NOTIFY=', '555 5.5.4'],
    ['RCPT TO:<ann@example.org> NOTIFY=ALWAYS', '501 5.5.4'],
    ['RCPT TO:<ann@example.org> ORCPT=ann@example.org', '501 5.5.4'],
    ['RCPT TO:<ann@example.org> ORCPT=rfc822;a+0Ab', '501 5.5.4'],
    [`RCPT TO:<ann@example.org> ORCPT=rfc822;${'x'.repeat(500)}`, '501 5.5.4'],
    ['RCPT TO:<ann@example.org> SIZE=1', '555 5.5.4'],
  ])('%s gets %s', async (line, wanted) => {
    const client = await (await startSmtp()).connect();
    if (line.startsWith('RCPT')) await client.say('MAIL FROM:<s@example.net>');
    expect((await client.say(line)).slice(0, 9)).toBe(wanted);
  });
});

describe('SMTPUTF8 (RFC 6531)', () => {
  test('an address beyond ASCII is taken with the parameter, its domain as A-labels', async () => {
    const { replies, envelope } = await keptEnvelope([
      'MAIL FROM:<Jörg@münchen.example> SMTPUTF8 BODY=8BITMIME',
      'RCPT TO:<ann@example.org>',
    ]);
    expect(replies[0]).toMatch(/^250/);
    expect(envelope).toMatchObject({ sender: 'Jörg@xn--mnchen-3ya.example', smtputf8: true, body: '8bitmime' });
    expect(
      envelope && deliveredMessage(envelope, Buffer.from('x\r\n'), 'mx.example.org', 'ann@example.org').toString(),
    ).toContain(' with UTF8SMTP id ');
  });

  test.each([
    ['a sender without the parameter', ['MAIL FROM:<jörg@example.net>'], /^550 5\.6\.7/],
    [
      'a recipient of a transaction without it',
      ['MAIL FROM:<s@example.net>', 'RCPT TO:<jörg@example.org>'],
      /^553 5\.6\.7/,
    ],
    ['an unknown one with it', ['MAIL FROM:<s@example.net> SMTPUTF8', 'RCPT TO:<jörg@example.org>'], /^550 5\.1\.1/],
    ['a foreign one with it', ['MAIL FROM:<s@example.net> SMTPUTF8', 'RCPT TO:<x@münchen.example>'], /^554 5\.7\.1/],
    ['a blank beyond ASCII', ['MAIL FROM:<j\u00a0g@example.net> SMTPUTF8'], /^501 5\.1\.7/],
    ['a control character beyond ASCII', ['MAIL FROM:<j\u0085g@example.net> SMTPUTF8'], /^501 5\.1\.7/],
    ['a line separator', ['MAIL FROM:<j\u2028g@example.net> SMTPUTF8'], /^501 5\.1\.7/],
    ['a character that hides a dot', ['MAIL FROM:<jg@example⒈net> SMTPUTF8'], /^501 5\.1\.7/],
    ['a local part of more than 64 bytes', [`MAIL FROM:<${'ö'.repeat(33)}@example.net> SMTPUTF8`], /^501 5\.1\.7/],
    ['UTF-8 in a HELO name', ['EHLO münchen.example'], /^500 5\.6\.7/],
  ])('%s is refused', async (_what, lines, wanted) => {
    const client = await (await startSmtp()).connect();
    expect((await client.sayAll(...lines.map(utf8))).at(-1)).toMatch(wanted);
  });

  test.each(['\xff', '\xc0\xaf', '\xed\xa0\x80', '\xe9'])('bytes that are no UTF-8 are refused: %j', async (bytes) => {
    const client = await (await startSmtp()).connect();
    expect(await client.say(`MAIL FROM:<a${bytes}b@example.net> SMTPUTF8`)).toMatch(/^500 5\.6\.7/);
  });
});

describe('the word behind "with" (RFC 3848, RFC 6531)', () => {
  const base = {
    version: 1 as const,
    id: 'ID',
    receivedSeconds: 0,
    client: { address: '192.0.2.1', helo: 'c.example', extended: true },
    sender: '',
    recipients: [],
    marks: [],
    trail: [],
  };
  test.each([
    [{}, 'ESMTP'],
    [{ secure: true }, 'ESMTPS'],
    [{ account: 'a@example.org' }, 'ESMTPA'],
    [{ secure: true, account: 'a@example.org' }, 'ESMTPSA'],
    [{ secure: true, account: 'a@example.org', smtputf8: true }, 'UTF8SMTPSA'],
    [{ client: { ...base.client, extended: false } }, 'SMTP'],
  ])('of %j is %s', (more, word) => {
    const text = deliveredMessage(
      { ...base, ...more },
      Buffer.from('x\r\n'),
      'mx.example.org',
      'ann@example.org',
    ).toString();
    expect(text).toContain(`\tby mx.example.org with ${word} id ID;`);
  });
});
