// Relays to smtp-sink of Debian's Postfix: PLIMSOLL_CLIENT_TESTS=1, and the package installed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliverySettings } from '../../../src/config/delivery.ts';
import { createZoneResolver } from '../../../src/engine/dns/zone-resolver.ts';
import { NODE_FILE_SYSTEM } from '../../../src/engine/ports/node-file-system.ts';
import { openQueue } from '../../../src/engine/queue/queue.ts';
import { configuredRelay } from '../../../src/engine/relay/configured-relay.ts';
import type { MailStore } from '../../../src/engine/store/mail-store.ts';
import { envelopeOf, T0, to } from '../queue/queue-lab.ts';
import { createVirtualClock } from '../queue/virtual-clock.ts';

const SINK = '/usr/sbin/smtp-sink';
const asked = process.env['PLIMSOLL_CLIENT_TESTS'] === '1';
const installed = spawnSync(SINK, ['-h']).error === undefined;
if (asked && !installed) console.warn('smtp-sink is not here (apt-get install postfix): skipped');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Waits until something takes connections there. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (outcome) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(!asked || !installed)('relaying to smtp-sink', () => {
  let folder: string;
  let port: number;
  let sink: ChildProcess | null = null;

  const startSink = async (...more: string[]): Promise<void> => {
    // -d: every message into a file of its own, named by time.
    const dump = ['-d', join(folder, 'dump', 'm.%Y%m%d%H%M.')];
    const user = process.getuid?.() === 0 ? ['-u', 'root'] : [];
    sink = spawn(SINK, [...user, ...dump, ...more, `127.0.0.1:${port}`, '100'], { stdio: 'ignore' });
    await listening(port);
  };
  const stopSink = async (): Promise<void> => {
    const child = sink;
    sink = null;
    if (child === null || child.exitCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };
  const dumped = (): string[] =>
    readdirSync(join(folder, 'dump')).map((name) => readFileSync(join(folder, 'dump', name), 'latin1'));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-sink-'));
    await NODE_FILE_SYSTEM.makeFolder(join(folder, 'dump'));
    await NODE_FILE_SYSTEM.makeFolder(join(folder, 'data'));
    port = await freePort();
  });
  afterEach(async () => {
    await stopSink();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (settings: Record<string, unknown>) => {
    const clock = createVirtualClock(T0);
    const resolver = createZoneResolver({
      names: { 'far.example': { MX: ['10 mx.far.example'] }, 'mx.far.example': { A: ['127.0.0.1'] } },
    });
    const relay = configuredRelay(deliverySettings.parse(settings), 'mx.example.org', resolver, () => []);
    const queue = await openQueue({
      fs: NODE_FILE_SYSTEM,
      folder: join(folder, 'data'),
      store: {} as MailStore,
      hostname: 'mx.example.org',
      directory: { resolve: () => ({ kind: 'unknown' }) },
      relay,
      clock,
      log: () => {},
    });
    const submit = async (id: string, count = 1) => {
      const recipients = Array.from({ length: count }, (_, index) => to(`u${index}@far.example`));
      await queue.submit(envelopeOf({ id, recipients }), Buffer.from(`Subject: ${id}\r\n\r\n.a dot\r\ngrün\r\n`));
      await queue.idle();
    };
    return { clock, queue, submit };
  };

  test('it takes the mail; while it is gone the mail waits; when it is back it gets it', async () => {
    await startSink();
    const lab = await open({ port, allowLoopback: true });
    await lab.submit('FIRST');
    expect(dumped().some((text) => text.includes('Subject: FIRST'))).toBe(true);
    await stopSink();
    await lab.submit('SECOND');
    const { messages } = await lab.queue.admin.list();
    expect(messages).toMatchObject([{ id: 'SECOND', state: 'deferred', nextTrySeconds: T0 + 300 }]);
    expect(messages[0]?.recipients[0]?.answer?.text).toContain('connection refused');
    await startSink();
    await lab.clock.advance(300, () => lab.queue.idle());
    const second = dumped().find((text) => text.includes('Subject: SECOND'));
    expect(second).toContain('\n.a dot\n');
    expect(lab.queue.admin.counts()).toEqual({ incoming: 0, active: 0, deferred: 0, hold: 0 });
    await lab.queue.stop();
  });

  test('a hundred recipients go in two transactions through a relay host', async () => {
    await startSink();
    const lab = await open({ relayHost: { host: '127.0.0.1', port } });
    await lab.submit('MANY', 100);
    const rcpt = dumped().map((text) => text.match(/^X-Rcpt-Args: /gm)?.length ?? 0);
    expect(rcpt.sort()).toEqual([50, 50]);
    await lab.queue.stop();
  });

  test.each([
    ['refuses recipients', ['-f', 'RCPT'], 0],
    ['defers the message', ['-r', '.'], 1],
    ['goes away behind MAIL', ['-q', 'MAIL'], 1],
    ['takes no 8-bit text', ['-8'], 0],
    ['knows neither EHLO nor pipelining', ['-e'], 0],
  ])('a sink that %s is understood', async (_what, flags, left) => {
    await startSink(...flags);
    const lab = await open({ relayHost: { host: '127.0.0.1', port } });
    await lab.submit('REFUSED');
    expect(lab.queue.admin.counts().deferred).toBe(left);
    await lab.queue.stop();
  });
});
