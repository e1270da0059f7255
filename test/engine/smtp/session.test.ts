import { describe, expect, test } from 'vitest';
import { startData, startSmtp } from './smtp-lab.ts';

describe('an SMTP session', () => {
  test('greets by name, offers what it keeps, and says goodbye', async () => {
    const lab = await startSmtp({ limits: { maxMessageBytes: 12_345 }, tls: false, logins: false });
    const client = await lab.open();
    expect(await client.reply()).toBe('220 mx.example.org ESMTP test');
    expect(await client.say('EHLO client.example')).toBe(
      '250-mx.example.org\r\n250-PIPELINING\r\n250-SIZE 12345\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250-DSN\r\n250 CHUNKING',
    );
    expect(await client.say('HELO client.example')).toBe('250 mx.example.org');
    expect(await client.say('QUIT')).toBe('221 2.0.0 Bye');
    expect(await client.rest()).toEqual([]);
  });

  test('takes a message whole: bytes, envelope and trace', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    expect(await client.say('MAIL FROM:<"a b"@Example.NET> SIZE=100 BODY=8BITMIME')).toMatch(/^250 2\.1\.0/);
    await client.sayAll('RCPT TO:<ann@example.org>', 'RCPT TO:<bob@example.org>', 'DATA');
    client.send('Subject: \xe9\r\n\r\n..dot\r\n\xff\r\n.\r\n');
    expect(await client.reply()).toBe('250 2.0.0 Ok: queued as ID1');
    const [{ envelope, message } = { envelope: null, message: '' }] = lab.kept;
    expect(message).toBe('Subject: \xe9\r\n\r\n.dot\r\n\xff\r\n');
    expect(envelope).toMatchObject({
      id: 'ID1',
      sender: '"a b"@example.net',
      client: { address: '127.0.0.1', helo: 'client.example', extended: true },
      recipients: [
        { account: 'ann@example.org', fate: 'deliver' },
        { account: 'bob@example.org', fate: 'deliver' },
      ],
    });
  });

  test('takes the next message after one, with an envelope of its own', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    for (const text of ['one', 'two']) {
      await startData(client);
      client.send(`${text}\r\n.\r\n`);
      expect(await client.reply()).toMatch(/^250/);
    }
    expect(lab.kept.map(({ envelope, message }) => [envelope.recipients.length, message])).toEqual([
      [1, 'one\r\n'],
      [1, 'two\r\n'],
    ]);
  });

  test.each([
    ['MAIL FROM:<a@example.net>', '503 5.5.1'],
    ['RCPT TO:<ann@example.org>', '503 5.5.1'],
    ['DATA', '503 5.5.1'],
  ])('%s before its time gets %s', async (line, wanted) => {
    const client = await (await startSmtp()).open();
    await client.reply();
    expect((await client.say(line)).startsWith(wanted)).toBe(true);
  });

  test.each([
    ['MAIL FROM:<a@example.net> FOO=1', '555 5.5.4'],
    ['MAIL FROM:<a@example.net> SMTPUTF8=1', '501 5.5.4'],
    ['MAIL FROM:<a@example.net> AUTH=<>', '250 2.1.0'],
    ['MAIL FROM:<a@example.net> AUTH=a+zz', '501 5.5.4'],
    ['MAIL FROM:<a@example.net> BODY=BINARYMIME', '501 5.5.4'],
    ['MAIL FROM:<a@example.net> SIZE=x', '501 5.5.4'],
    ['MAIL FROM:<a@example.net> SIZE=1 SIZE=1', '501 5.5.4'],
    ['MAIL FROM:<a@example.net>SIZE=1', '501 5.5.4'],
    ['MAIL FROM:<a@example.net> SIZE=20000', '552 5.3.4'],
    ['MAIL FROM:a@example.net', '501 5.5.4'],
    ['MAIL FROM:<@x.example:a@example.net>', '501 5.1.7'],
    ['MAIL FROM:<postmaster>', '501 5.1.7'],
    ['MAIL TO:<a@example.net>', '501 5.5.4'],
    ['MAIL', '501 5.5.4'],
    ['DATA now', '501 5.5.4'],
    ['VRFY ann', '252 2.5.2'],
    ['VRFY', '501 5.5.4'],
    ['HELP', '214 2.0.0'],
    ['NOOP whatever', '250 2.0.0'],
    ['RSET', '250 2.0.0'],
    ['EHLO', '501 5.5.4'],
    ['EHLO a(b', '501 5.5.4'],
    ['EHLO a b', '501 5.5.4'],
    ['EHLO [127.0.0.1]', '250'],
    ['BDAT x', '501 5.5.4'],
    ['BDAT 0', '503 5.5.1'],
    ['STARTTLS now', '501 5.5.4'],
    ['ETRN example.org', '502 5.5.1'],
    ['EXPN staff', '502 5.5.1'],
    ['NO\x01OP', '500 5.5.2'],
    ['NOOP \xfc', '500 5.6.7'],
    ['', '500 5.5.2'],
  ])('%j gets %s', async (line, wanted) => {
    const client = await (await startSmtp({ limits: { maxMessageBytes: 10_000 } })).connect();
    expect((await client.say(line)).replace(/^250-/, '250 ').startsWith(wanted)).toBe(true);
  });

  test('RSET and a second EHLO end the transaction', async () => {
    const client = await (await startSmtp()).connect();
    for (const line of ['RSET', 'EHLO again.example']) {
      expect(await client.say('MAIL FROM:<a@example.net>')).toMatch(/^250/);
      expect(await client.say('MAIL FROM:<a@example.net>')).toMatch(/^503/);
      await client.say(line);
      expect(await client.say('RCPT TO:<ann@example.org>')).toMatch(/^503/);
    }
  });
});

describe('pipelining', () => {
  test('answers a group of commands in their order', async () => {
    const client = await (await startSmtp()).connect();
    client.send('MAIL FROM:<a@example.net>\r\nRCPT TO:<nobody@example.org>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n');
    const codes = [await client.reply(), await client.reply(), await client.reply(), await client.reply()];
    expect(codes.map((reply) => reply.slice(0, 3))).toEqual(['250', '550', '250', '354']);
  });

  test.each([
    [
      'a message behind DATA, before the 354',
      'MAIL FROM:<a@example.net>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\nhello\r\n.\r\n',
    ],
    ['a command behind EHLO', 'EHLO x.example\r\nMAIL FROM:<a@example.net>\r\n'],
  ])('ends the session on %s', async (_what, bytes) => {
    const lab = await startSmtp();
    const client = await lab.connect();
    client.send(bytes);
    expect((await client.rest()).at(-1)).toMatch(/^554 5\.5\.0/);
    expect(lab.kept).toEqual([]);
  });

  test('is not for clients that did not say EHLO', async () => {
    const client = await (await startSmtp()).open();
    await client.reply();
    await client.say('HELO old.example');
    client.send('MAIL FROM:<a@example.net>\r\nRCPT TO:<ann@example.org>\r\n');
    expect(await client.rest()).toEqual([expect.stringMatching(/^554 5\.5\.0/)]);
  });
});

describe('pipelining, where the owner allows it to all', () => {
  test('a message behind DATA is taken, and so are commands behind EHLO', async () => {
    const lab = await startSmtp({ limits: { refusePipelining: false } });
    const client = await lab.open();
    client.send(
      'EHLO x.example\r\nMAIL FROM:<a@example.net>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\nhello\r\n.\r\nQUIT\r\n',
    );
    const codes = (await client.rest()).map((reply) => reply.slice(0, 3));
    expect(codes).toEqual(['220', '250', '250', '250', '354', '250', '221']);
    expect(lab.kept.map(({ message }) => message)).toEqual(['hello\r\n']);
  });
});

describe('strangers', () => {
  test('a client that speaks before the greeting is sent away', async () => {
    const client = await (await startSmtp({ limits: { greetingDelaySeconds: 5 } })).open();
    client.send('EHLO early.example\r\n');
    expect(await client.rest()).toEqual([expect.stringMatching(/^554 5\.5\.1/)]);
  });

  test('a client that waits for the greeting is not', async () => {
    const client = await (await startSmtp({ limits: { greetingDelaySeconds: 0.05 } })).open();
    expect(await client.reply()).toMatch(/^220/);
  });

  test.each([
    ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', /^554 5\.5\.[01]/],
    ['POST / HTTP/1.1\r\n\r\nMAIL FROM:<a@example.net>\r\n', /^554 5\.5\.[01]/],
    ['CONNECT mx.example.org:25 HTTP/1.1\r\n', /^554 5\.5\.1/],
    ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^554 5\.5\.1 TLS does not begin like this/],
    ['NO\0OP\r\n', /^500 5\.5\.2 NUL/],
    [`${'x'.repeat(5000)}\r\n`, /^500 5\.5\.2 Line too long/],
    [`NOOP ${'x'.repeat(2100)}`, /^500 5\.5\.2 Line too long/],
  ])('%j ends the session', async (bytes, wanted) => {
    const client = await (await startSmtp()).open();
    await client.reply();
    client.send(bytes);
    expect(await client.rest()).toEqual([expect.stringMatching(wanted)]);
  });
});

describe('limits', () => {
  test('recipients beyond the limit are put off, the others are served', async () => {
    const lab = await startSmtp({ limits: { maxRecipients: 2 } });
    const client = await lab.connect();
    await client.say('MAIL FROM:<a@example.net>');
    const to = 'RCPT TO:<ann@example.org>';
    const replies = await client.sayAll(to, 'RCPT TO:<bob@example.org>', to);
    expect(replies[2]).toMatch(/^452 4\.5\.3/);
    await client.say('DATA');
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept[0]?.envelope.recipients).toHaveLength(2);
  });

  test('a message over the limit gets 552 at its end, and the session goes on', async () => {
    const lab = await startSmtp({ limits: { maxMessageBytes: 1000 } });
    const client = await lab.connect();
    await startData(client);
    client.send(`${'x'.repeat(1500)}\r\n.\r\n`);
    expect(await client.reply()).toMatch(/^552 5\.3\.4/);
    await startData(client);
    client.send('small\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept).toHaveLength(1);
  });

  test('a message far over the limit ends the session', async () => {
    const client = await (await startSmtp({ limits: { maxMessageBytes: 1000 } })).connect();
    await startData(client);
    client.send('x'.repeat(5000));
    expect(await client.rest()).toEqual([expect.stringMatching(/^552 5\.3\.4/)]);
  });

  test('mail in flight beyond the memory for it is put off, and the memory comes back', async () => {
    const lab = await startSmtp({ limits: { maxInFlightBytes: 70_000, maxMessageBytes: 60_000 } });
    const first = await lab.connect();
    await startData(first);
    first.send('x'.repeat(40_000));
    const second = await lab.connect();
    await startData(second);
    second.send(`${'y'.repeat(30_000)}\r\n.\r\n`);
    expect(await second.reply()).toMatch(/^452 4\.3\.1/);
    first.send('\r\n.\r\n');
    expect(await first.reply()).toMatch(/^250/);
    await startData(second);
    second.send(`${'y'.repeat(30_000)}\r\n.\r\n`);
    expect(await second.reply()).toMatch(/^250/);
  });

  test('a message with too many Received lines is in a loop', async () => {
    const client = await (await startSmtp({ limits: { maxHops: 3 } })).connect();
    const hop = 'Received: from a\r\n\tby b; date\r\n';
    for (const [hops, wanted] of [
      [3, /^250/],
      [4, /^554 5\.4\.6/],
    ] as const) {
      await startData(client);
      client.send(`${hop.repeat(hops)}Subject: x\r\n\r\nReceived: not one\r\n.\r\n`);
      expect(await client.reply()).toMatch(wanted);
    }
  });

  test('twenty errors end the session, and every ten junk commands beyond the limit are one', async () => {
    const lab = await startSmtp({ limits: { hardErrors: 20, junkCommands: 5 } });
    const client = await lab.connect();
    for (let index = 0; index < 19; index += 1) expect(await client.say('FOO')).toMatch(/^500/);
    client.send('FOO\r\n');
    expect(await client.rest()).toEqual([expect.stringMatching(/^500/), expect.stringMatching(/^421 4\.7\.0/)]);
    const junk = await lab.connect();
    let commands = 0;
    const words = ['NOOP', 'RSET', 'VRFY ann', 'HELP'];
    while (/^2/.test(await junk.say(words[commands % 4] ?? '')) && commands < 1000) commands += 1;
    expect(commands).toBe(5 + 20 * 10);
  });

  test('every ten junk commands beyond the limit cost their time, and a message wipes the slate', async () => {
    const lab = await startSmtp({ limits: { junkCommands: 3, junkSleepSeconds: 0.3 } });
    const client = await lab.connect();
    const secondsFor = async (commands: number): Promise<number> => {
      const begin = performance.now();
      for (let index = 0; index < commands; index += 1) await client.say('NOOP');
      return (performance.now() - begin) / 1000;
    };
    expect(await secondsFor(12)).toBeLessThan(0.25);
    expect(await secondsFor(1)).toBeGreaterThanOrEqual(0.29);
    await startData(client);
    client.send('x\r\n.\r\n');
    await client.reply();
    expect(await secondsFor(12)).toBeLessThan(0.25);
  });

  test('a header field beyond 102,400 bytes, or too many fields, is refused', async () => {
    const client = await (await startSmtp()).connect();
    const list = (bytes: number) => `To: ${'x@example.org,\r\n '.repeat(Math.floor(bytes / 17))}y@example.org\r\n`;
    for (const [header, wanted] of [
      [list(100_000), /^250/],
      [list(103_000), /^554 5\.6\.0 A header field is too long/],
      ['X: y\r\n'.repeat(10_001), /^554 5\.6\.0 Too many header fields/],
    ] as const) {
      await startData(client);
      client.send(`${header}\r\nbody\r\n.\r\n`);
      expect(await client.reply()).toMatch(wanted);
    }
  });

  test('connections beyond the limit are told to come again', async () => {
    const lab = await startSmtp({ limits: { maxConnections: 1 } });
    await lab.connect();
    const second = await lab.open();
    expect(await second.rest()).toEqual([expect.stringMatching(/^421 4\.3\.2/)]);
  });

  test('an idle client is sent away, and so is one that stops within a message', async () => {
    const lab = await startSmtp({ limits: { idleSeconds: 0.3 } });
    const idle = await lab.connect();
    const stuck = await lab.connect();
    await startData(stuck);
    stuck.send('half');
    expect(await idle.rest()).toEqual([expect.stringMatching(/^421 4\.4\.2/)]);
    expect(await stuck.rest()).toEqual([expect.stringMatching(/^421 4\.4\.2/)]);
    expect(lab.kept).toEqual([]);
  });

  test('a slow command line does not get more time with every byte', async () => {
    const client = await (await startSmtp({ limits: { idleSeconds: 0.3 } })).connect();
    const timer = setInterval(() => client.send('x'), 50);
    try {
      expect(await client.rest()).toEqual([expect.stringMatching(/^421 4\.4\.2/)]);
    } finally {
      clearInterval(timer);
    }
  });
});

describe('the end of the server', () => {
  test('idle sessions get 421, a message that has begun is taken, nobody new comes in', async () => {
    const lab = await startSmtp();
    const idle = await lab.connect();
    const busy = await lab.connect();
    await startData(busy);
    busy.send('first half\r\n');
    const stopped = lab.server.stop(10);
    expect(await idle.rest()).toEqual([expect.stringMatching(/^421 4\.3\.2/)]);
    await expect(lab.open()).rejects.toThrow(/ECONNREFUSED/);
    busy.send('second half\r\n.\r\n');
    expect(await busy.rest()).toEqual([expect.stringMatching(/^250/), expect.stringMatching(/^421 4\.3\.2/)]);
    await stopped;
    expect(lab.kept[0]?.message).toBe('first half\r\nsecond half\r\n');
  });

  test('a message that does not end within the grace is cut off and not kept', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await startData(client);
    client.send('half\r\n');
    await lab.server.stop(0.1);
    expect(await client.rest()).toEqual([]);
    expect(lab.kept).toEqual([]);
  });

  test('a client that hangs up within a message leaves nothing', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await startData(client);
    client.send('half\r\n');
    client.close();
    await lab.server.stop(10);
    expect(lab.kept).toEqual([]);
    expect(lab.ports.rates.counts('127.0.0.1', 1_700_000_000).concurrentConnections).toBe(0);
  });
});
