import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PASSWORD, startSmtp } from './smtp-lab.ts';

const PLAIN = Buffer.from(`\0ann@example.org\0${PASSWORD}`).toString('base64');
const BEGUN = 'RSET\r\nMAIL FROM:<s@example.net>\r\nRCPT TO:<ann@example.org>\r\n';
const TOKENS = [
  BEGUN,
  `${BEGUN}DATA\r\n`,
  `${BEGUN}BDAT 3 LAST\r\nx\r\n`,
  'EHLO x.example\r\n',
  'HELO x\r\n',
  'MAIL FROM:<s@example.net>\r\n',
  'MAIL FROM:<> SIZE=10 RET=FULL SMTPUTF8\r\n',
  'RCPT TO:<ann@example.org>\r\n',
  'RCPT TO:<x@elsewhere.example>\r\n',
  'RCPT TO:<nobody@example.org> NOTIFY=NEVER\r\n',
  'DATA\r\n',
  'Subject: x\r\n\r\nbody\r\n',
  '.\r\n',
  '.\n',
  'BDAT 5\r\n12345',
  'BDAT 3 LAST\r\nx\r\n',
  'BDAT 0 LAST\r\n',
  'BDAT 100000\r\n',
  'RSET\r\n',
  'NOOP\r\n',
  'VRFY ann\r\n',
  'AUTH LOGIN\r\n',
  'AUTH PLAIN AAAA\r\n',
  'AUTH PLAIN *\r\n',
  '*\r\n',
  'STARTTLS\r\n',
  '\r\n',
  '\r',
  '\n',
  '\0',
  '\xff\xfe',
  '\x16\x03\x01\x00\xa5',
  'x'.repeat(3000),
  'GET / HTTP/1.1\r\n',
];

describe('anything at all', () => {
  test('breaks nothing, relays nothing, and gets an answer or an end', async () => {
    // Without the rule on pipelining nonsense gets further.
    const limits = { idleSeconds: 0.1, handshakeSeconds: 0.1, maxMessageBytes: 20_000, refusePipelining: false };
    const lab = await startSmtp({ limits });
    const script = fc.array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(script, fc.boolean(), fc.boolean(), async (tokens, greeted, piecemeal) => {
        const client = await lab.open();
        if (greeted) {
          await client.reply();
          await client.say('EHLO client.example');
        }
        for (const token of tokens) {
          client.send(token);
          if (piecemeal) await new Promise((resolve) => setImmediate(resolve));
        }
        const replies = await client.rest();
        client.close();
        expect(replies.every((reply) => /^[2345]\d\d[ -]/.test(reply) || reply === '334')).toBe(true);
      }),
      { seed: 1, numRuns: 150 },
    );
    expect(lab.logged.filter((line) => line.startsWith('smtp.fault') || line.startsWith('stage.fault'))).toEqual([]);
    const recipients = lab.kept.flatMap(({ envelope }) => envelope.recipients.map(({ address }) => address));
    expect(new Set(recipients)).toEqual(new Set(['ann@example.org']));
    for (const { message } of lab.kept) expect(message).not.toMatch(/(?:^|[^\r])\n|\r(?!\n)|\0/);
    // The server is as well as before.
    const client = await lab.connect();
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235/);
  });
});

describe('the log', () => {
  test('takes no line from a client: names, addresses and commands stay within their values', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await client.say('EHLO x.example"}\t{"event":"forged');
    await client.sayAll('MAIL FROM:<"a\\"},{b"@example.net>', 'RCPT TO:<ann@example.org>', 'DATA');
    client.send('x\r\n.\r\n');
    await client.reply();
    expect(lab.logged.every((line) => JSON.parse(line.slice(line.indexOf(' '))) !== null)).toBe(true);
    expect(lab.logged.join('')).not.toContain('forged');
  });
});
