import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CLAMD_DEFAULTS, type ClamdEndpoint, createClamd } from '../../../src/engine/antivirus/clamd.ts';

const running: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of running.splice(0)) server.close();
});

/** A clamd that answers as the test says. @param answer given the command and, when it has come, the whole stream */
async function fake(answer: (command: string, stream: Buffer | null, socket: Socket) => string | null, path?: string) {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let held = Buffer.alloc(0);
    let command: string | null = null;
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      if (command === null) {
        const end = held.indexOf(0);
        if (end === -1) return;
        command = held.toString('latin1', 0, end);
        held = held.subarray(end + 1);
        if (command !== 'zINSTREAM') {
          const text = answer(command, null, socket);
          if (text !== null) socket.end(text);
          return;
        }
      }
      const parts: Buffer[] = [];
      for (let at = 0; at + 4 <= held.length; ) {
        const size = held.readUInt32BE(at);
        if (size === 0) {
          const text = answer(command, Buffer.concat(parts), socket);
          if (text !== null) socket.end(text);
          return;
        }
        if (at + 4 + size > held.length) return;
        parts.push(held.subarray(at + 4, at + 4 + size));
        at += 4 + size;
      }
    });
  });
  server.listen(path === undefined ? { port: 0, host: '127.0.0.1' } : { path });
  await once(server, 'listening');
  running.push(server);
  return path === undefined ? { host: '127.0.0.1', port: (server.address() as AddressInfo).port } : { path };
}

const clamd = (endpoint: ClamdEndpoint, change: Partial<typeof CLAMD_DEFAULTS> = {}) =>
  createClamd({ endpoint, ...CLAMD_DEFAULTS, ...change });
const message = Buffer.from('Subject: x\r\n\r\nhello\r\n');

describe('the client of clamd', () => {
  test('sends the whole message, whatever its size, and reads the verdict', async () => {
    const large = Buffer.alloc(3_000_001, 'virus ');
    let got: Buffer | null = null;
    const endpoint = await fake((_command, stream) => {
      got = stream;
      return 'stream: Eicar-Test-Signature FOUND\0';
    });
    expect(await clamd(endpoint).scan(large)).toEqual({ kind: 'infected', virus: 'Eicar-Test-Signature' });
    expect((got as Buffer | null)?.equals(large)).toBe(true);
  });
  test.each([
    ['stream: OK\0', { kind: 'clean' }],
    ['stream: Win.Test.EICAR_HDB-1 FOUND\0', { kind: 'infected', virus: 'Win.Test.EICAR_HDB-1' }],
    ['stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND\0', { kind: 'unscannable' }],
    ['stream: Heuristics.Encrypted.Zip FOUND\0', { kind: 'unscannable' }],
    ['INSTREAM size limit exceeded. ERROR\0', { kind: 'unscannable' }],
    ["stream: Can't allocate memory ERROR\0", { kind: 'failed' }],
    ['', { kind: 'failed' }],
    ['\0', { kind: 'failed' }],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', { kind: 'failed' }],
    ['x'.repeat(1_000_000), { kind: 'failed', why: 'an answer that is too long' }],
  ])('takes %.30j for what it is', async (answer, wanted) => {
    expect(await clamd(await fake(() => answer)).scan(message)).toMatchObject(wanted);
  });
  test('waits no longer than it may', async () => {
    const endpoint = await fake(() => null);
    expect(await clamd(endpoint, { answerSeconds: 0.2 as 120 }).scan(message)).toEqual({
      kind: 'failed',
      why: 'no answer in time',
    });
  });
  test('finds out that nobody is there', async () => {
    const endpoint = await fake(() => null);
    running.pop()?.close();
    expect(await clamd(endpoint).scan(message)).toEqual({ kind: 'failed', why: 'ECONNREFUSED' });
    expect(await clamd({ path: '/nowhere/clamd.sock' }).ping()).toBe('ENOENT');
  });
  test('survives a connection that is cut in the middle', async () => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.once('data', () => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    running.push(server);
    const { port } = server.address() as AddressInfo;
    expect(await clamd({ host: '127.0.0.1', port }).scan(Buffer.alloc(5_000_000))).toMatchObject({ kind: 'failed' });
  });
  test('sends nothing that is larger than clamd takes', async () => {
    let asked = 0;
    const endpoint = await fake(() => {
      asked += 1;
      return 'stream: OK\0';
    });
    expect(await clamd(endpoint, { maxStreamBytes: 10 as 26214400 }).scan(message)).toMatchObject({
      kind: 'unscannable',
    });
    expect(asked).toBe(0);
  });
  test('asks whether it is there and which version it is, over a Unix socket too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-clamd-'));
    try {
      const endpoint = await fake(
        (command) => (command === 'zPING' ? 'PONG\0' : 'ClamAV 1.0.3/27000\0'),
        join(folder, 's'),
      );
      expect(await clamd(endpoint).ping()).toBeNull();
      expect(await clamd(endpoint).version()).toBe('ClamAV 1.0.3/27000');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
