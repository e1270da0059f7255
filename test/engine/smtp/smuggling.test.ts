import { describe, expect, test } from 'vitest';
import { PASSWORD, startData, startSmtp } from './smtp-lab.ts';
import { NOT_AN_END } from './smuggling.ts';

const SMUGGLED = 'MAIL FROM:<evil@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nevil\r\n';

describe('smuggling over the wire', () => {
  test.each(NOT_AN_END)('%j ends no message: one reply, nothing kept, and the session is in step', async (sequence) => {
    const lab = await startSmtp();
    const client = await lab.connect();
    const text = `Subject: x\r\n\r\nfirst${sequence}${SMUGGLED}.\r\n`;
    await startData(client);
    client.send(text);
    expect(await client.reply()).toMatch(/^550 5\.6\.(11|0)/);
    await startData(client);
    await client.sendByteByByte(text);
    expect(await client.reply()).toMatch(/^550 5\.6\.(11|0)/);
    await startData(client);
    client.send('Subject: good\r\n\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept.map(({ message }) => message)).toEqual(['Subject: good\r\n\r\n']);
  });

  test.each(NOT_AN_END)('%j behind the size limit ends no message either', async (sequence) => {
    const lab = await startSmtp({ limits: { maxMessageBytes: 100 } });
    const client = await lab.connect();
    await startData(client);
    client.send(`${'x'.repeat(120)}${sequence}${SMUGGLED}.\r\n`);
    expect(await client.reply()).toMatch(/^552 5\.3\.4/);
    expect(await client.say('NOOP')).toMatch(/^250/);
    expect(lab.kept).toEqual([]);
  });

  test.each(['NOOP\n', 'NOOP\r', 'NO\nOP\r\n', 'NO\rOP\r\n', 'NOOP\n\r\n', 'NOOP\r\r\n'])(
    'a command line with a bare line end ends the session: %j',
    async (line) => {
      const lab = await startSmtp();
      const client = await lab.connect();
      client.send(`${line}NOOP\r\n`);
      expect(await client.rest()).toEqual([expect.stringMatching(/^500 5\.5\.2/)]);
    },
  );

  test('what comes behind a proper end is the next command', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await startData(client);
    client.send('one\r\n.\r\nMAIL FROM:<t@example.net>\r\nRCPT TO:<bob@example.org>\r\n');
    expect(
      [await client.reply(), await client.reply(), await client.reply()].map((reply) => reply.slice(0, 3)),
    ).toEqual(['250', '250', '250']);
    expect(lab.kept).toHaveLength(1);
  });

  test.each(NOT_AN_END)('%j over TLS ends no message, whole and byte by byte', async (sequence) => {
    const lab = await startSmtp({ rules: { role: 'submissions' }, limits: { maxMessageBytes: 1000 } });
    const client = await lab.connect();
    await client.say(`AUTH PLAIN ${Buffer.from(`\0ann@example.org\0${PASSWORD}`).toString('base64')}`);
    const text = `first${sequence}${SMUGGLED}.\r\n`;
    await startData(client);
    client.send(text);
    expect(await client.reply()).toMatch(/^550 5\.6\.(11|0)/);
    await startData(client);
    await client.sendByteByByte(text);
    expect(await client.reply()).toMatch(/^550 5\.6\.(11|0)/);
    await startData(client);
    client.send(`${'x'.repeat(1200)}${text}`);
    expect(await client.reply()).toMatch(/^552 5\.3\.4/);
    expect(lab.kept).toEqual([]);
  });

  test.each(NOT_AN_END)('%j at the edge of what a socket reads at once ends no message', async (sequence) => {
    const lab = await startSmtp();
    const client = await lab.connect();
    // Node reads at most 65,536 bytes at once: the sequence is laid over that border, at each of its places.
    for (let before = 0; before <= sequence.length; before += 1) {
      await startData(client);
      client.send(`${'x'.repeat(65_536 - before)}${sequence}${SMUGGLED}.\r\n`);
      expect(await client.reply()).toMatch(/^550 5\.6\.(11|0)/);
    }
    expect(lab.kept).toEqual([]);
  });
});
