import { describe, expect, test } from 'vitest';
import { PASSWORD, startSmtp } from './smtp-lab.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const USER = 'ann@example.org';
const PLAIN = base64(`\0${USER}\0${PASSWORD}`);

describe('AUTH', () => {
  test.each([
    ['PLAIN with an initial response', [`AUTH PLAIN ${PLAIN}`]],
    ['PLAIN with a challenge', ['AUTH PLAIN', PLAIN]],
    ['PLAIN with its own name as the identity', [`AUTH plain ${base64(`${USER}\0${USER}\0${PASSWORD}`)}`]],
    ['LOGIN', ['AUTH LOGIN', base64(USER), base64(PASSWORD)]],
    ['LOGIN with an initial response', [`AUTH LOGIN ${base64(USER)}`, base64(PASSWORD)]],
  ])('%s lets the user in, and mail goes anywhere', async (_how, lines) => {
    const lab = await startSmtp();
    const client = await lab.connect();
    const replies = await client.sayAll(...lines);
    expect(replies.slice(0, -1).every((reply) => reply.startsWith('334'))).toBe(true);
    expect(replies.at(-1)).toBe('235 2.7.0 Authentication successful');
    await client.sayAll('MAIL FROM:<ann@example.org>', 'RCPT TO:<x@elsewhere.example>', 'DATA');
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept[0]?.envelope).toMatchObject({
      account: USER,
      origin: 'user',
      recipients: [{ address: 'x@elsewhere.example', account: null, original: 'x@elsewhere.example' }],
    });
  });

  test('asks LOGIN by its usual words, and PLAIN by an empty challenge', async () => {
    const client = await (await startSmtp()).connect();
    expect(await client.say('AUTH LOGIN')).toBe(`334 ${base64('Username:')}`);
    expect(await client.say(base64(USER))).toBe(`334 ${base64('Password:')}`);
    expect(await client.say('*')).toMatch(/^501 5\.7\.0/);
    client.send('AUTH PLAIN\r\n');
    expect(await client.reply()).toBe('334');
  });

  test.each([
    ['a wrong password', [`AUTH PLAIN ${base64(`\0${USER}\0wrong`)}`], /^535 5\.7\.8/],
    ['an unknown user', [`AUTH PLAIN ${base64('\0nobody@example.org\0x')}`], /^535 5\.7\.8/],
    ['another identity', [`AUTH PLAIN ${base64(`root\0${USER}\0${PASSWORD}`)}`], /^535 5\.7\.8/],
    ['an unknown mechanism', ['AUTH CRAM-MD5'], /^504 5\.5\.4/],
    ['no mechanism', ['AUTH'], /^501 5\.5\.4/],
    ['a response that is no base64', ['AUTH PLAIN !!!!'], /^501 5\.5\.4/],
    ['an answer that is no base64', ['AUTH PLAIN', '!!!!'], /^501 5\.5\.2/],
    ['base64 with a wrong length', ['AUTH PLAIN', 'AAA'], /^501 5\.5\.2/],
    ['an empty response', ['AUTH PLAIN ='], /^501 5\.5\.2/],
    ['an empty answer', ['AUTH PLAIN', ''], /^501 5\.5\.2/],
    ['no password', [`AUTH PLAIN ${base64(`\0${USER}\0`)}`], /^501 5\.5\.2/],
    ['too many fields', [`AUTH PLAIN ${base64(`\0${USER}\0${PASSWORD}\0x`)}`], /^501 5\.5\.2/],
    [
      'bytes that are no text',
      [`AUTH PLAIN ${Buffer.from([0, 0xff, 0xfe, 0, 0x61]).toString('base64')}`],
      /^501 5\.5\.2/,
    ],
    ['a cancel', ['AUTH PLAIN', '*'], /^501 5\.7\.0/],
    ['a cancel at once', ['AUTH PLAIN *'], /^501 5\.7\.0/],
    ['a control character for an answer', ['AUTH LOGIN', '\x01'], /^501 5\.5\.2/],
    ['an empty user', ['AUTH LOGIN', '='], /^501 5\.5\.2/],
    ['a command for an answer', ['AUTH LOGIN', 'MAIL FROM:<a@example.net>'], /^501 5\.5\.2/],
  ])('%s is refused, and the session goes on', async (_what, lines, wanted) => {
    const lab = await startSmtp();
    const client = await lab.connect();
    expect((await client.sayAll(...lines)).at(-1)).toMatch(wanted);
    expect(await client.say('MAIL FROM:<ann@example.org>')).toMatch(/^250/);
    expect(await client.say('RCPT TO:<x@elsewhere.example>')).toMatch(/^554 5\.7\.1/);
  });

  test('is answered by what is wrong with its place', async () => {
    const lab = await startSmtp();
    const client = await lab.open();
    await client.reply();
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^503/);
    await client.say('HELO old.example');
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^503/);
    await client.say('EHLO new.example');
    await client.say('MAIL FROM:<a@example.net>');
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^503/);
    await client.say('RSET');
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235/);
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^503 5\.5\.1 Already/);
  });

  test('without TLS is neither offered nor taken, unless the listener is on loopback', async () => {
    const client = await (await startSmtp({ rules: { plaintextLogin: false } })).connect();
    expect(await client.say('EHLO client.example')).not.toContain('AUTH');
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^538 5\.7\.11/);
    await client.startTls();
    expect(await client.say('EHLO client.example')).toContain('AUTH PLAIN LOGIN');
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235/);
  });

  test('is not there where it is switched off', async () => {
    const client = await (await startSmtp({ logins: false })).connect();
    expect(await client.say('EHLO client.example')).not.toContain('AUTH');
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^502 5\.5\.1/);
  });

  test('takes lines of 12,288 bytes and ends the session beyond them', async () => {
    const client = await (await startSmtp()).connect();
    await client.say('AUTH PLAIN');
    expect(await client.say('A'.repeat(12_284))).toMatch(/^501 5\.5\.2/);
    await client.say('AUTH PLAIN');
    client.send('A'.repeat(12_400));
    expect((await client.rest())[0]).toMatch(/^500 5\.5\.6/);
  });

  test('does not try any more who guesses on, and lets others in from the same address', async () => {
    const lab = await startSmtp();
    const wrong = `AUTH PLAIN ${base64('\0bob@example.org\0wrong')}`;
    const client = await lab.connect();
    for (let index = 0; index < 4; index += 1) expect(await client.say(wrong)).toMatch(/^535/);
    expect(await client.say(wrong)).toMatch(/^454 4\.7\.0/);
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235/);
  });

  test('ends the session at the fifth wrong login', async () => {
    const client = await (await startSmtp()).connect();
    for (let index = 0; index < 4; index += 1)
      expect(await client.say(`AUTH PLAIN ${base64(`\0user${index}@example.org\0wrong`)}`)).toMatch(/^535/);
    client.send(`AUTH PLAIN ${base64('\0last@example.org\0wrong')}\r\n`);
    expect(await client.rest()).toEqual([expect.stringMatching(/^421 4\.7\.0/)]);
  });

  test('leaves no secret in the log', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await client.say(`AUTH PLAIN ${base64(`\0${USER}\0top-secret-1`)}`);
    await client.sayAll('AUTH LOGIN', base64('my-password-typed-as-user'), base64('top-secret-2'));
    await client.sayAll('AUTH LOGIN', `x${base64('top-secret-3')}`);
    const log = lab.logged.join('\n');
    expect(log).toContain('smtp.login-refused');
    for (const secret of ['top-secret', 'my-password', ...['top-secret-1', 'top-secret-2', 'top-secret-3'].map(base64)])
      expect(log).not.toContain(secret);
  });
});

describe('the ports for users', () => {
  test.each(['submission', 'submissions'] as const)('%s takes no mail before a login', async (role) => {
    const lab = await startSmtp({ rules: { role } });
    const client = await lab.connect();
    expect(await client.say('MAIL FROM:<ann@example.org>')).toBe('530 5.7.0 Authentication required');
    expect(await client.say('RCPT TO:<ann@example.org>')).toMatch(/^503/);
    expect(await client.say(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235/);
    expect(await client.say('MAIL FROM:<ann@example.org>')).toMatch(/^250/);
  });

  test('587 without TLS asks for it first', async () => {
    const client = await (await startSmtp({ rules: { role: 'submission', plaintextLogin: false } })).connect();
    expect(await client.say('MAIL FROM:<ann@example.org>')).toBe('530 5.7.0 Must issue a STARTTLS command first');
    await client.startTls();
    expect(await client.say('MAIL FROM:<ann@example.org>')).toBe('530 5.7.0 Authentication required');
  });

  test('no network is exempt there', async () => {
    const access = { trusted: ['127.0.0.1'], exemptNetworks: ['127.0.0.0/8'] };
    const client = await (await startSmtp({ rules: { role: 'submission' }, access })).connect();
    expect(await client.say('MAIL FROM:<ann@example.org>')).toMatch(/^530/);
  });

  test('a user on a blocking list is not asked about it there, a stranger on port 25 is', async () => {
    const options = {
      stages: { dnsbl: { servers: [{ zone: 'bl.example', score: 1 }] } },
      observers: { dnsbl: async () => ({ listedOn: ['bl.example'], unanswered: [] }) },
    };
    const user = await (await startSmtp({ ...options, rules: { role: 'submission' } })).open();
    expect(await user.reply()).toMatch(/^220/);
    const stranger = await (await startSmtp(options)).open();
    expect(await stranger.reply()).toMatch(/^554/);
  });
});
