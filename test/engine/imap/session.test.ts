import { describe, expect, it } from 'vitest';
import { PASSWORD, startImap, USER } from './imap-lab.ts';

const MAIL = Buffer.from('Subject: one\r\n\r\nhello\r\n');
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('an IMAP session', () => {
  it('greets, tells its capabilities and announces nothing that is not there', async () => {
    const lab = await startImap();
    const client = await lab.connect();
    const [line, answer] = await client.command('CAPABILITY');
    expect(line).toBe('* CAPABILITY IMAP4rev1 LITERAL+ SASL-IR ID NAMESPACE UIDPLUS UNSELECT IDLE AUTH=PLAIN');
    expect(answer).toMatch(/^OK/);
  });

  it('logs in by LOGIN, with quoted strings and with literals of both kinds', async () => {
    const lab = await startImap();
    const quoted = await lab.connect();
    expect(await quoted.result(`LOGIN "${USER}" "${PASSWORD}"`)).toMatch(/^OK \[CAPABILITY /);
    const waiting = await lab.connect();
    waiting.write(`a LOGIN {${USER.length}}\r\n`);
    expect(await waiting.response()).toMatch(/^\+/);
    waiting.write(`${USER} {${PASSWORD.length}}\r\n`);
    expect(await waiting.response()).toMatch(/^\+/);
    waiting.write(`${PASSWORD}\r\n`);
    expect(await waiting.response()).toMatch(/^a OK/);
    const eager = await lab.connect();
    eager.write(`a LOGIN {${USER.length}+}\r\n${USER} {${PASSWORD.length}+}\r\n${PASSWORD}\r\n`);
    expect(await eager.response()).toMatch(/^a OK/);
  });

  it('logs in by AUTHENTICATE PLAIN with and without an initial response', async () => {
    const lab = await startImap();
    const plain = base64(`\0${USER}\0${PASSWORD}`);
    const initial = await lab.connect();
    expect(await initial.result(`AUTHENTICATE PLAIN ${plain}`)).toMatch(/^OK/);
    const asked = await lab.connect();
    asked.write('a AUTHENTICATE PLAIN\r\n');
    expect(await asked.response()).toBe('+ ');
    asked.write(`${plain}\r\n`);
    expect(await asked.response()).toMatch(/^a OK/);
    const cancelled = await lab.connect();
    cancelled.write('a AUTHENTICATE PLAIN\r\n*\r\n');
    await cancelled.response();
    expect(await cancelled.response()).toMatch(/^a BAD/);
  });

  it.each([
    ['junk', '!!!!'],
    ['no NUL', base64('ann')],
    ['too many fields', base64('\0a\0b\0c')],
    ['an empty user', base64('\0\0x')],
    ['cut base64', 'AAA'],
  ])('answers BAD to SASL %s', async (_name, answer) => {
    const lab = await startImap();
    const client = await lab.connect();
    client.write('a AUTHENTICATE PLAIN\r\n');
    await client.response();
    client.write(`${answer}\r\n`);
    expect(await client.response()).toMatch(/^a BAD/);
  });

  it('refuses to act for another user', async () => {
    const lab = await startImap();
    const client = await lab.connect();
    const answer = await client.result(`AUTHENTICATE PLAIN ${base64(`boss@example.org\0${USER}\0${PASSWORD}`)}`);
    expect(answer).toMatch(/^NO \[AUTHORIZATIONFAILED\]/);
  });

  it('takes no password on an open wire where that is not allowed', async () => {
    const lab = await startImap({}, { allowPlaintextLogin: false });
    const client = await lab.connect();
    expect((await client.command('CAPABILITY'))[0]).toMatch(/ LOGINDISABLED$/);
    expect(await client.result(`LOGIN ${USER} "${PASSWORD}"`)).toMatch(/^NO \[PRIVACYREQUIRED\]/);
    expect(await client.result(`AUTHENTICATE PLAIN ${base64(`\0${USER}\0${PASSWORD}`)}`)).toMatch(
      /^NO \[PRIVACYREQUIRED\]/,
    );
  });

  it('answers wrong passwords and unknown users alike, and closes after too many', async () => {
    const lab = await startImap({ maxFailedLogins: 2 });
    const client = await lab.connect();
    const wrong = await client.result(`LOGIN ${USER} nonsense`);
    expect(wrong).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
    expect(await client.result('LOGIN nobody@example.org nonsense')).toBe(wrong);
    expect(await client.response()).toMatch(/^\* BYE/);
    expect(await client.response()).toBeNull();
  });

  it('keeps passwords out of the log', async () => {
    const lab = await startImap();
    const client = await lab.connect();
    await client.command(`LOGIN ${USER} secret-word`);
    await client.command(`LOGIN ${USER} "${PASSWORD}"`);
    expect(lab.logged.length).toBeGreaterThan(1);
    expect(lab.logged.join('\n')).not.toMatch(/secret-word|correct horse/);
  });

  it('holds commands to their states', async () => {
    const lab = await startImap();
    const client = await lab.connect();
    expect(await client.result('SELECT INBOX')).toMatch(/^BAD/);
    await client.command(`LOGIN ${USER} "${PASSWORD}"`);
    expect(await client.result('FETCH 1 FLAGS')).toMatch(/^BAD/);
    expect(await client.result(`LOGIN ${USER} "${PASSWORD}"`)).toMatch(/^BAD/);
    expect(await client.result('UID NOOP')).toMatch(/^BAD/);
  });

  it('runs pipelined commands in their order', async () => {
    const lab = await startImap();
    await lab.inbox.append(MAIL, {});
    const client = await lab.connect();
    client.write(`a LOGIN ${USER} "${PASSWORD}"\r\nb SELECT INBOX\r\nc FETCH 1 BODY[]\r\nd NOOP\r\ne LOGOUT\r\n`);
    const tags: string[] = [];
    for (let line = await client.response(); line !== null; line = await client.response())
      if (!line.startsWith('*')) tags.push(line.slice(0, 4));
    expect(tags).toEqual(['a OK', 'b OK', 'c OK', 'd OK', 'e OK']);
  });

  it('works when every byte comes alone', async () => {
    const lab = await startImap();
    await lab.inbox.append(MAIL, {});
    const client = await lab.connect();
    client.socket.setNoDelay(true);
    for (const byte of `a LOGIN {${USER.length}+}\r\n${USER} "${PASSWORD}"\r\nb SELECT INBOX\r\n`) {
      client.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await client.response()).toMatch(/^a OK/);
    expect((await client.command('FETCH 1 RFC822.SIZE')).find((line) => line.includes('FETCH'))).toBe(
      `* 1 FETCH (RFC822.SIZE ${MAIL.length})`,
    );
  });

  it('tells name and namespace, and does nothing in NOOP and CHECK', async () => {
    const lab = await startImap();
    const client = await lab.select();
    expect(await client.command('ID ("name" "test" "version" NIL)')).toEqual([
      '* ID ("name" "Plimsoll")',
      'OK Identified',
    ]);
    expect((await client.command('NAMESPACE'))[0]).toBe('* NAMESPACE (("" "/")) NIL NIL');
    expect(await client.result('NOOP')).toMatch(/^OK/);
    expect(await client.result('CHECK')).toMatch(/^OK/);
  });

  it('logs a session out that stays idle, and a guest who does not log in', async () => {
    const lab = await startImap({ idleSeconds: 0.05, loginSeconds: 0.05 });
    const guest = await lab.connect();
    expect(await guest.response()).toMatch(/^\* BYE/);
    const user = await (await startImap({ idleSeconds: 0.05 })).login();
    expect(await user.response()).toMatch(/^\* BYE/);
    expect(await user.response()).toBeNull();
  });

  it('does not let a guest stay by talking', async () => {
    const lab = await startImap({ loginSeconds: 0.1 });
    const client = await lab.connect();
    let last = '';
    for (let turn = 0; turn < 100_000 && last !== 'closed'; turn++) last = await client.result('NOOP');
    expect(last).toBe('closed');
  });

  it('bounds the sessions of one address', async () => {
    const lab = await startImap({ maxConnectionsPerAddress: 2 });
    await lab.connect();
    const second = await lab.login();
    const third = await lab.connect();
    expect(await third.response()).toBeNull();
    await second.command('LOGOUT');
    expect(await second.response()).toBeNull();
    await lab.login();
  });

  it('stops in good order: a running command is answered, idle sessions hear BYE', async () => {
    const lab = await startImap();
    await lab.inbox.append(MAIL, {});
    const busy = await lab.select();
    const resting = await lab.login();
    const idling = await lab.select();
    idling.write('i IDLE\r\n');
    expect(await idling.response()).toMatch(/^\+/);
    busy.write('x STORE 1 +FLAGS (\\Seen)\r\n');
    expect(await busy.response()).toMatch(/^\* 1 FETCH/);
    const stopped = lab.server.stop(5);
    expect(await busy.response()).toMatch(/^x OK/);
    expect(await busy.response()).toMatch(/^\* BYE/);
    expect(await resting.response()).toMatch(/^\* BYE/);
    const last: (string | null)[] = [];
    for (let line = await idling.response(); line !== null; line = await idling.response()) last.push(line);
    expect(last.at(-1)).toMatch(/^\* BYE/);
    await stopped;
    await expect(lab.connect()).rejects.toThrow();
  });
});
