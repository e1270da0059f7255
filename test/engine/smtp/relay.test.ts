import { describe, expect, test } from 'vitest';
import { startSmtp } from './smtp-lab.ts';

const FOREIGN = 'elsewhere.example';
const SENDERS = [
  '<>',
  '<spam@foreign.example>',
  `<user@${FOREIGN}>`,
  '<user@[127.0.0.1]>',
  '<user@localhost>',
  '<ann@example.org>',
  '<root@example.org>',
];
const RECIPIENTS = [
  `<u@${FOREIGN}>`,
  `<u%${FOREIGN}@example.org>`,
  `<"u@${FOREIGN}">`,
  `<u@${FOREIGN}@example.org>`,
  `<@example.org:u@${FOREIGN}>`,
  `<@${FOREIGN}:ann@example.org>`,
  `<${FOREIGN}!u@example.org>`,
  `<${FOREIGN}!u>`,
  `<"u@${FOREIGN}"@example.org>`,
  `<u@${FOREIGN}.>`,
  '<ann@example.org.>',
  '<ann@.example.org>',
  `<u@example.org@${FOREIGN}>`,
  `<u%${FOREIGN}@[127.0.0.1]>`,
  '<u@[127.0.0.1]>',
  '<u@[IPv6:::1]>',
  '<u@[127.1]>',
  '<u@localhost>',
  '<u>',
  '<>',
  '<ann@example.org',
  'ann@example.org',
  '<ann@example.org> <u@elsewhere.example>',
  `<ann@example.org>,<u@${FOREIGN}>`,
  '<ann@example.org\t>',
  '<ann @example.org>',
  '<ann\x7f@example.org>',
  '<ann\xe9@example.org>',
  `<ann@example.org${'.x'.repeat(150)}>`,
  `<${'a'.repeat(65)}@example.org>`,
  '<""@example.org>',
  '<ann@>',
  '<@example.org>',
  '<ann..b@example.org>',
];

describe('no relay', () => {
  test.each(SENDERS)('from %s nothing goes to any spelling of a foreign or malformed address', async (sender) => {
    const lab = await startSmtp({ limits: { hardErrors: 1000, softErrors: 1000 } });
    const client = await lab.connect();
    expect(await client.say(`MAIL FROM:${sender}`)).toMatch(/^250/);
    for (const recipient of RECIPIENTS)
      expect([recipient, await client.say(`RCPT TO:${recipient}`)]).toEqual([
        recipient,
        expect.stringMatching(/^5\d\d /),
      ]);
    expect(await client.say('DATA')).toMatch(/^554 5\.5\.1/);
    expect(lab.kept).toEqual([]);
  });

  test.each([
    '<root>',
    '<root@>',
    '<@example.org>',
    '<root@example.org> <x@y.example>',
    'root@example.org',
    '<r\toot@example.org>',
  ])('a sender that is no address is none: %s', async (sender) => {
    const client = await (await startSmtp()).connect();
    expect(await client.say(`MAIL FROM:${sender}`)).toMatch(/^5\d\d /);
    expect(await client.say(`RCPT TO:<u@${FOREIGN}>`)).toMatch(/^503/);
  });

  test('the table would find an open relay: a trusted client gets what is an address elsewhere through', async () => {
    const lab = await startSmtp({ access: { trusted: ['127.0.0.1'] }, limits: { hardErrors: 1000, softErrors: 1000 } });
    const client = await lab.connect();
    await client.say('MAIL FROM:<spam@foreign.example>');
    const taken: string[] = [];
    for (const recipient of RECIPIENTS)
      if ((await client.say(`RCPT TO:${recipient}`)).startsWith('250')) taken.push(recipient);
    expect(taken).toEqual([
      `<u@${FOREIGN}>`,
      `<u%${FOREIGN}@[127.0.0.1]>`,
      '<u@[127.0.0.1]>',
      '<u@[IPv6:::1]>',
      '<u@localhost>',
    ]);
  });

  test('a foreign domain is refused as such, an unknown user of ours as unknown', async () => {
    const client = await (await startSmtp()).connect();
    await client.say('MAIL FROM:<s@example.net>');
    expect(await client.say('RCPT TO:<u@elsewhere.example>')).toBe('554 5.7.1 Relay access denied');
    expect(await client.say('RCPT TO:<nobody@example.org>')).toBe('550 5.1.1 No such user here');
  });

  test.each([
    '<ann@example.org>',
    '<ANN@Example.ORG>',
    '<"ann"@example.org>',
    '<"\\a\\nn"@example.org>',
    '<Postmaster>',
  ])('our own %s is taken', async (recipient) => {
    const client = await (await startSmtp()).connect();
    await client.say('MAIL FROM:<>');
    expect(await client.say(`RCPT TO:${recipient}`)).toMatch(/^250 2\.1\.5/);
  });

  test.each([
    'RCPT TO:<ann@example.org\0@elsewhere.example>',
    'RCPT TO:<ann@example.org\r.elsewhere.example>',
    'RCPT TO:<u\n@example.org>',
  ])('a NUL or a line end within an address ends the session: %j', async (line) => {
    const client = await (await startSmtp()).connect();
    await client.say('MAIL FROM:<s@example.net>');
    client.send(`${line}\r\n`);
    expect(await client.rest()).toEqual([expect.stringMatching(/^500 5\.5\.2/)]);
  });
});
