import { describe, expect, test } from 'vitest';
import { ChunkReader } from '../../../src/engine/smtp/chunk-reader.ts';
import { startSmtp } from './smtp-lab.ts';
import { NOT_AN_END } from './smuggling.ts';

const begun = async (options: Parameters<typeof startSmtp>[0] = {}) => {
  const lab = await startSmtp(options);
  const client = await lab.connect();
  await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>');
  const chunk = (text: string, last = false) => {
    client.send(`BDAT ${text.length}${last ? ' LAST' : ''}\r\n${text}`);
    return client.reply();
  };
  return { lab, client, chunk };
};

describe('a message in chunks', () => {
  test('is taken whole, dots and all, whatever its chunks are', async () => {
    const { lab, client, chunk } = await begun();
    expect(await chunk('Subject: x\r\n\r')).toBe('250 2.0.0 13 bytes received');
    expect(await chunk('\n..dots\r\n.\r\nQUIT\r\n')).toMatch(/^250/);
    expect(await chunk('')).toBe('250 2.0.0 0 bytes received');
    expect(await chunk('end\r\n', true)).toBe('250 2.0.0 Ok: queued as ID1');
    expect(await client.say('NOOP')).toMatch(/^250/);
    expect(lab.kept.map(({ message }) => message)).toEqual(['Subject: x\r\n\r\n..dots\r\n.\r\nQUIT\r\nend\r\n']);
  });

  test('may come with all its commands at once, and the next message too', async () => {
    const { lab, client } = await begun();
    client.send(
      'BDAT 3\r\noneBDAT 5 LAST\r\ntwo\r\nMAIL FROM:<t@example.net>\r\nRCPT TO:<bob@example.org>\r\nBDAT 3 LAST\r\nx\r\nNOOP\r\n',
    );
    const codes: string[] = [];
    for (let index = 0; index < 6; index += 1) codes.push((await client.reply()).slice(0, 3));
    expect(codes).toEqual(['250', '250', '250', '250', '250', '250']);
    expect(lab.kept.map(({ message }) => message)).toEqual(['onetwo\r\n', 'x\r\n']);
  });

  test('byte by byte', async () => {
    const { lab, client } = await begun();
    await client.sendByteByByte('BDAT 11\r\nfirst\r\n.\r\nbBDAT 4 LAST\r\nye\r\n');
    expect(await client.reply()).toMatch(/^250 2\.0\.0 11 bytes/);
    expect(await client.reply()).toMatch(/^250 2\.0\.0 Ok/);
    expect(lab.kept[0]?.message).toBe('first\r\n.\r\nbye\r\n');
  });

  test.each(['DATA', 'MAIL FROM:<a@example.net>', 'RCPT TO:<bob@example.org>'])('%s may not follow', async (line) => {
    const { lab, client, chunk } = await begun();
    await chunk('x\r\n');
    expect(await client.say(line)).toMatch(/^503 5\.5\.1/);
    expect(await chunk('', true)).toMatch(/^250/);
    expect(lab.kept[0]?.message).toBe('x\r\n');
  });

  test.each(['RSET', 'EHLO again.example'])('%s throws it away, and its memory comes back', async (line) => {
    const { lab, client, chunk } = await begun({ limits: { maxInFlightBytes: 20_000 } });
    await chunk('x\r\n');
    await client.say(line);
    expect(await chunk('y\r\n', true)).toMatch(/^503 5\.5\.1/);
    await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>');
    expect(await chunk('z\r\n', true)).toMatch(/^250/);
    expect(lab.kept.map(({ message }) => message)).toEqual(['z\r\n']);
  });

  test('without a transaction or recipients its bytes are read all the same', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    client.send('BDAT 24 LAST\r\nMAIL FROM:<a@b.example>\r');
    expect(await client.reply()).toMatch(/^503 5\.5\.1/);
    await client.say('MAIL FROM:<s@example.net>');
    client.send('BDAT 6 LAST\r\nQUIT\r\n');
    expect(await client.reply()).toMatch(/^554 5\.5\.1/);
    expect(await client.say('NOOP')).toMatch(/^250/);
    expect(lab.kept).toEqual([]);
  });

  test.each(['BDAT', 'BDAT -1', 'BDAT 10 FIRST', 'BDAT 99999999999', 'BDAT 1e3'])(
    '%s ends the session: where the next command begins nobody knows',
    async (line) => {
      const { client } = await begun();
      client.send(`${line}\r\n`);
      expect(await client.rest()).toEqual([expect.stringMatching(/^501 5\.5\.4/)]);
    },
  );
});

describe('smuggling in chunks', () => {
  test.each(NOT_AN_END)('%j ends nothing and is refused, in one chunk or cut anywhere', async (sequence) => {
    const evil = `first${sequence}MAIL FROM:<evil@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nevil\r\n.\r\n`;
    const { lab, client, chunk } = await begun({ limits: { hardErrors: 1000, softErrors: 1000 } });
    expect(await chunk(evil, true)).toMatch(/^550 5\.6\.(11|0)/);
    for (let cut = 5; cut <= 5 + sequence.length; cut += 1) {
      await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>');
      expect(await chunk(evil.slice(0, cut))).toMatch(/^250/);
      expect(await chunk(evil.slice(cut), true)).toMatch(/^550 5\.6\.(11|0)/);
    }
    expect(lab.kept).toEqual([]);
  });

  test('CR LF . CR LF ends no chunk', async () => {
    const { lab, chunk } = await begun();
    expect(await chunk('one\r\n.\r\nMAIL FROM:<evil@example.net>\r\n', true)).toMatch(/^250/);
    expect(lab.kept).toHaveLength(1);
    expect(lab.kept[0]?.envelope.sender).toBe('s@example.net');
  });

  test('a CR at the very end is bare', () => {
    const reader = new ChunkReader(100, () => true);
    reader.push(Buffer.from('x\r'));
    expect(reader.bareLineEnd).toBe(true);
    reader.push(Buffer.from('\n'));
    expect(reader.bareLineEnd).toBe(false);
  });
});

describe('the bounds of chunks', () => {
  test('a message over the limit is refused at the chunk that crosses it, its transaction is over, and the session goes on', async () => {
    const { lab, client, chunk } = await begun({ limits: { maxMessageBytes: 1000 } });
    expect(await chunk('x'.repeat(900))).toMatch(/^250/);
    expect(await chunk('x'.repeat(200))).toMatch(/^552 5\.3\.4/);
    expect(await chunk('x', true)).toMatch(/^503/);
    await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>');
    expect(await chunk('small\r\n', true)).toMatch(/^250/);
    expect(lab.kept).toHaveLength(1);
  });

  test('a chunk far over the limit is not read at all', async () => {
    const { client } = await begun({ limits: { maxMessageBytes: 1000 } });
    client.send('BDAT 1000000000\r\nx');
    expect(await client.rest()).toEqual([expect.stringMatching(/^552 5\.3\.4/)]);
  });

  test('a chunk that does not come is waited for only so long, and its memory comes back', async () => {
    const { lab, client } = await begun({ limits: { idleSeconds: 0.2, maxInFlightBytes: 20_000 } });
    client.send('BDAT 10\r\nhalf');
    expect(await client.rest()).toEqual([expect.stringMatching(/^421 4\.4\.2/)]);
    const next = await lab.connect();
    await next.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>');
    next.send('BDAT 3 LAST\r\nx\r\n');
    expect(await next.reply()).toMatch(/^250/);
  });
});
