import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../../src/engine/ports/file-system.ts';
import type { QueueAdmin } from '../../../src/engine/queue/queue-admin.ts';
import { createMemoryDisk } from '../store/memory-disk.ts';
import { deferred, openLab } from './queue-lab.ts';

/** A queue in which an administrator acts while the outcome of a try is being written down. */
async function actingWhileKept(act: (admin: QueueAdmin) => Promise<number>) {
  const disk = createMemoryDisk();
  let acted: Promise<number> | null = null;
  const fs: FileSystem = {
    ...disk.fs,
    async open(path, mode) {
      if (path.includes('/progress/')) acted ??= act(lab.queue.admin);
      return disk.fs.open(path, mode);
    },
  };
  const lab = await openLab({ disk, say: () => deferred, options: { fs } });
  await lab.submit();
  await lab.queue.idle();
  return { lab, done: await acted };
}

describe('what an administrator wants while the outcome of a try is being written down', () => {
  test('clear: the message goes as soon as that is done', async () => {
    const { lab, done } = await actingWhileKept((admin) => admin.clear(['Q1'], 'ann'));
    expect(done).toBe(1);
    expect(await lab.queue.admin.show('Q1')).toBeNull();
    expect(lab.queue.admin.counts()).toEqual({ incoming: 0, active: 0, deferred: 0, hold: 0 });
  });

  test('hold: the message stays on hold, after a restart too', async () => {
    const { lab, done } = await actingWhileKept((admin) => admin.hold('all', 'ann'));
    expect(done).toBe(1);
    expect(lab.queue.admin.counts()).toMatchObject({ hold: 1 });
    await lab.queue.stop();
    const again = await openLab({ disk: lab.disk.afterCrash('drop'), say: () => deferred });
    expect(again.queue.admin.counts()).toMatchObject({ hold: 1 });
  });

  test('hold and release: the message goes on', async () => {
    const { lab } = await actingWhileKept(
      async (admin) => (await admin.hold('all', 'ann')) + (await admin.release('all', 'ann')),
    );
    expect(lab.queue.admin.counts()).toMatchObject({ deferred: 1 });
  });
});
