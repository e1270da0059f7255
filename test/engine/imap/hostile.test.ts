import { describe, expect, it } from 'vitest';
import { PASSWORD, startImap, USER } from './imap-lab.ts';

describe('hostile input', () => {
  it('refuses a literal bomb before reading it, logged in or not', async () => {
    const lab = await startImap();
    const guest = await lab.connect();
    expect(await guest.result('LOGIN {2147483647}')).toMatch(/^NO \[TOOBIG\]/);
    expect(await guest.result('NOOP')).toMatch(/^OK/);
    const user = await lab.login();
    expect(await user.result('APPEND INBOX {2147483647}')).toMatch(/^NO \[TOOBIG\]/);
    expect(await user.result('APPEND INBOX {99999999999999999999}')).toMatch(/^NO \[TOOBIG\]/);
    expect(await user.result('SELECT {9000}')).toMatch(/^NO \[TOOBIG\]/);
    expect(await user.result('NOOP')).toMatch(/^OK/);
  });

  it('ends the session when a literal bomb does not wait for an answer', async () => {
    const lab = await startImap();
    for (const client of [await lab.connect(), await lab.login()]) {
      client.write('a APPEND INBOX {2147483647+}\r\n');
      expect(await client.response()).toMatch(/^\* BYE/);
      expect(await client.response()).toBeNull();
    }
  });

  it('reads past a refused message of a fair size and goes on', async () => {
    const lab = await startImap({ maxMessageBytes: 1000 });
    const client = await lab.login();
    client.write(`a APPEND INBOX {2000+}\r\n${'x'.repeat(2000)}\r\nb NOOP\r\n`);
    expect(await client.response()).toMatch(/^a NO \[TOOBIG\]/);
    expect(await client.response()).toMatch(/^b OK/);
    expect(lab.inbox.list()).toEqual([]);
  });

  it('takes at most 16 literals a command', async () => {
    const lab = await startImap();
    const client = await lab.login();
    client.write(`a SEARCH${' TEXT {1+}\r\nx'.repeat(17)}\r\nb NOOP\r\n`);
    expect(await client.response()).toMatch(/^a BAD/);
    expect(await client.response()).toMatch(/^b OK/);
  });

  it('bounds what all sessions are receiving together', async () => {
    const lab = await startImap({ maxLiteralBytesInFlight: 1000 });
    const first = await lab.login();
    const second = await lab.login();
    first.write('a APPEND INBOX {800}\r\n');
    expect(await first.response()).toMatch(/^\+/);
    expect(await second.result('APPEND INBOX {800}')).toMatch(/^NO \[UNAVAILABLE\]/);
    first.write(`${'x'.repeat(800)}\r\n`);
    expect(await first.response()).toMatch(/^a OK/);
    await first.command('NOOP');
    second.write('b APPEND INBOX {800}\r\n');
    expect(await second.response()).toMatch(/^\+/);
    second.close();
    // What a lost session held is given back as soon as the server sees that it is lost.
    for (;;) {
      first.write('c APPEND INBOX {800}\r\n');
      const answer = await first.response();
      if (answer?.startsWith('+')) break;
      expect(answer).toMatch(/^c NO \[UNAVAILABLE\]/);
    }
  });

  it('cuts a client that asks for much and does not read', async () => {
    const lab = await startImap({ stallSeconds: 0.1, maxConnectionsPerAddress: 1 });
    await lab.inbox.append(Buffer.alloc(8_000_000, 'x'), {});
    const client = await lab.select();
    client.socket.pause();
    client.write('a FETCH 1 (BODY[] BODY.PEEK[] BODY.PEEK[] BODY.PEEK[])\r\n');
    // The one place of this address is free again only when the session has ended.
    for (let answer = ''; !answer.startsWith('OK'); ) answer = await (await lab.connect()).result('NOOP');
    client.socket.resume();
    const lines: (string | null)[] = [];
    for (let line = await client.response(); line !== null; line = await client.response()) lines.push(line);
    expect(lines.join('')).not.toContain('a OK');
  });

  it('takes 8 KiB before login and no more', async () => {
    const lab = await startImap();
    const client = await lab.connect();
    client.write(`a LOGIN "${'x'.repeat(9000)}`);
    expect(await client.response()).toMatch(/^\* BYE/);
    const literals = await lab.connect();
    literals.write(`a LOGIN {5000+}\r\n${'x'.repeat(5000)} {5000+}\r\n`);
    expect(await literals.response()).toMatch(/^\* BYE/);
  });

  it('ends a session whose command never ends', async () => {
    const lab = await startImap();
    const client = await lab.login();
    client.write(`a SEARCH ${'ALL '.repeat(20_000)}`);
    expect(await client.response()).toMatch(/^\* BYE/);
  });

  it.each([
    ['nested parentheses', `SEARCH ${'('.repeat(5000)}ALL`],
    ['nested NOT', `SEARCH ${'NOT '.repeat(5000)}ALL`],
    ['nested OR', `SEARCH ${'OR '.repeat(5000)}ALL`],
    ['many keys', `SEARCH${' ALL'.repeat(5000)}`],
    ['many sets', `FETCH ${'1,'.repeat(20_000)}1 FLAGS`],
    ['many items', `FETCH 1 (${'BODY[] '.repeat(100)}BODY[])`],
    ['a number beyond 32 bits', 'UID FETCH 4294967296 FLAGS'],
    ['a number of many digits', `UID FETCH ${'9'.repeat(400)} FLAGS`],
    ['number zero', 'UID FETCH 0 FLAGS'],
    ['a number that is not there', 'FETCH 7 FLAGS'],
    ['a NUL', 'SELECT "IN\0BOX"'],
    ['a bare CR', 'SELECT IN\rBOX'],
    ['an unknown system flag', 'STORE 1 FLAGS (\\Root)'],
    ['an empty part number', 'FETCH 1 BODY[1.]'],
    ['a partial of nothing', 'FETCH 1 BODY[]<0.0>'],
    ['a header name with a colon', 'FETCH 1 BODY[HEADER.FIELDS ("a:b")]'],
    ['two spaces', 'SELECT  INBOX'],
    ['text behind the end', 'NOOP now'],
    ['a bad name', 'SELECT "&Jjo"'],
  ])('answers BAD to %s and goes on', async (_name, command) => {
    const lab = await startImap();
    await lab.inbox.append(Buffer.from('a: b\r\n\r\nc\r\n'), {});
    const client = await lab.select();
    expect(await client.result(command)).toMatch(/^BAD/);
    expect(await client.result('NOOP')).toMatch(/^OK/);
  });

  it('does not blow a set up: work follows the mailbox', async () => {
    const lab = await startImap();
    await lab.inbox.append(Buffer.from('a: b\r\n\r\nc\r\n'), {});
    const client = await lab.select();
    const set = Array.from({ length: 3000 }, (_, index) => `${index + 1}:4294967295`).join(',');
    const responses = await client.command(`UID FETCH ${set} UID`);
    expect(responses).toEqual(['* 1 FETCH (UID 1)', 'OK Fetched']);
  });

  it('refuses lines that do not end in CRLF', async () => {
    const lab = await startImap();
    const client = await lab.connect();
    client.write('a NOOP\nb NOOP\r\n');
    expect(await client.response()).toMatch(/^a BAD/);
    expect(await client.response()).toMatch(/^b OK/);
  });

  it('closes on web browsers, TLS and other junk', async () => {
    const lab = await startImap();
    for (const junk of [
      `GET / HTTP/1.1\r\n${'Host: x\r\n'.repeat(20)}\r\n`,
      `\x16\x03\x01\x02\x00${'\x01\n'.repeat(20)}`,
      '\r\n'.repeat(20),
    ]) {
      const client = await lab.connect();
      client.write(junk);
      const lines: (string | null)[] = [];
      for (let line = await client.response(); line !== null; line = await client.response()) lines.push(line);
      expect(lines.at(-1)).toMatch(/^\* BYE/);
    }
  });

  it.each([
    '../../etc/passwd',
    'a/../b',
    '..',
    '/etc',
    'a//b',
    '~root',
    '#news',
    'x'.repeat(300),
    'a/'.repeat(40),
    'a%b',
  ])('makes no mailbox called %s', async (name) => {
    const lab = await startImap();
    const client = await lab.login();
    expect(await client.result(`CREATE "${name}"`)).toMatch(/^NO/);
    expect(await lab.store.mailboxNames(USER)).toEqual(['INBOX', 'Junk']);
  });

  it('is no way into another account', async () => {
    const lab = await startImap();
    const client = await lab.login();
    await lab.store.create('bob@example.org', 'Secret');
    expect(await client.result('SELECT "../bob@example.org/Secret"')).toMatch(/^NO/);
    expect((await client.command('LIST "" *')).join('\n')).not.toMatch(/Secret/);
    expect(
      await client.result(`AUTHENTICATE PLAIN ${Buffer.from(`bob\0${USER}\0${PASSWORD}`).toString('base64')}`),
    ).toMatch(/^BAD/);
  });
});
