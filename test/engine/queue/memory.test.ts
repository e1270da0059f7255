import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { FileSystem } from '../../../src/engine/ports/file-system.ts';
import { NODE_FILE_SYSTEM } from '../../../src/engine/ports/node-file-system.ts';
import { openQueue } from '../../../src/engine/queue/queue.ts';
import type { MailStore } from '../../../src/engine/store/mail-store.ts';
import { createFakeRelay, deferred, envelopeOf, T0, to } from './queue-lab.ts';
import { createVirtualClock } from './virtual-clock.ts';

const MESSAGES = 10_000;
const MESSAGE = Buffer.from(`Subject: x\r\n\r\n${'x'.repeat(16_000)}\r\n`);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapBytes = (): number => {
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
};

/** The disk of this machine, which need not survive a power loss for once. */
const fs: FileSystem = {
  ...NODE_FILE_SYSTEM,
  syncFolder: async () => {},
  async open(path, mode) {
    return { ...(await NODE_FILE_SYSTEM.open(path, mode)), sync: async () => {} };
  },
};

test(`${MESSAGES} queued messages take no more memory than their names, while they wait and while they are worked on`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-queue-'));
  try {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const clock = createVirtualClock(T0);
    const relay = createFakeRelay(clock.now, async () => gate.then(() => deferred));
    relay.tried.push = () => 0;
    const queue = await openQueue({
      fs,
      folder,
      store: {} as MailStore,
      hostname: 'mx.example.org',
      directory: { resolve: () => ({ kind: 'foreign' }) },
      relay,
      clock,
      log: () => {},
    });
    const before = heapBytes();
    for (let at = 0; at < MESSAGES; at += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const id = `M${String(at + index).padStart(6, '0')}`;
          return queue.submit(envelopeOf({ id, recipients: [to(`${id}@far.example`)] }), MESSAGE);
        }),
      );
    while (queue.admin.destinations()[0]?.waiting !== MESSAGES - 5)
      await new Promise((resolve) => setImmediate(resolve));
    const active = (heapBytes() - before) / MESSAGES;
    expect(queue.admin.counts().active).toBe(MESSAGES);
    open();
    await queue.idle();
    const waiting = (heapBytes() - before) / MESSAGES;
    expect(queue.admin.counts().deferred).toBe(MESSAGES);
    // Measured alone: 300 bytes while they wait. What the first use of the code leaves behind is counted here too.
    expect(active).toBeLessThan(10_000);
    expect(waiting).toBeLessThan(2500);
    await queue.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
