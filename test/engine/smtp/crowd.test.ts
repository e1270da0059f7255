import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startData, startSmtp } from './smtp-lab.ts';

/** Sockets that connect and say nothing; what they hear is thrown away. */
async function idlers(port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    sockets.push(socket);
    if (index % 50 === 49) await once(socket, 'connect');
  }
  return sockets;
}

describe('a crowd', () => {
  test('of 500 idle clients costs little memory, and a client with mail is served at once', async () => {
    const lab = await startSmtp({ limits: { maxConnections: 100, stressIdleSeconds: 0.05 } });
    const before = process.memoryUsage().rss;
    const sockets = await idlers(lab.port, 500);
    try {
      const begin = performance.now();
      const client = await lab.open();
      // Its own place in the line of the accepted is behind all of theirs.
      let greeting = await client.reply();
      for (let tries = 0; !greeting.startsWith('220') && tries < 20; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const again = await lab.open();
        greeting = await again.reply();
        if (greeting.startsWith('220')) {
          await again.say('EHLO client.example');
          await startData(again);
          again.send('x\r\n.\r\n');
          expect(await again.reply()).toMatch(/^250/);
        }
      }
      expect(greeting).toMatch(/^220/);
      expect((performance.now() - begin) / 1000).toBeLessThan(2);
      expect((process.memoryUsage().rss - before) / 1024 ** 2).toBeLessThan(100);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  test('makes the longest idle session go when there is no room, and none that is at work', async () => {
    const lab = await startSmtp({ limits: { maxConnections: 2, stressIdleSeconds: 0.1 } });
    const lazy = await lab.connect();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const busy = await lab.connect();
    await startData(busy);
    busy.send('half\r\n'.repeat(1000));
    const third = await lab.connect();
    expect(await lazy.rest()).toEqual(['421 4.3.2 Too many connections, and yours is idle']);
    busy.send('.\r\n');
    expect(await busy.reply()).toMatch(/^250/);
    expect(await third.say('NOOP')).toMatch(/^250/);
  });

  test('a message that trickles in does not keep others out for ever', async () => {
    const lab = await startSmtp({ limits: { maxConnections: 1, stressIdleSeconds: 0.2 } });
    const slow = await lab.connect();
    await startData(slow);
    const timer = setInterval(() => slow.send('x'), 20);
    try {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const next = await lab.open();
      expect(await next.reply()).toMatch(/^220/);
      expect(await slow.rest()).toEqual([expect.stringMatching(/^421 4\.3\.2/)]);
      expect(lab.kept).toEqual([]);
    } finally {
      clearInterval(timer);
    }
  });

  test('a handshake that is not made does not either', async () => {
    const limits = { maxConnections: 1, stressIdleSeconds: 0.1 };
    const lab = await startSmtp({ limits, rules: { role: 'submissions' } });
    const [silent] = await idlers(lab.port, 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const client = await lab.open();
    expect(await client.reply()).toMatch(/^220/);
    silent?.destroy();
  });

  test('a new client has to go when all others are busy or quick', async () => {
    const lab = await startSmtp({ limits: { maxConnections: 1 } });
    const first = await lab.connect();
    expect(await (await lab.open()).rest()).toEqual([expect.stringMatching(/^421 4\.3\.2 Too many connections, try/)]);
    expect(await first.say('NOOP')).toMatch(/^250/);
  });
});
