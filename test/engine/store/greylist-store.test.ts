import { describe, expect, test } from 'vitest';
import { openGreylistStore } from '../../../src/engine/store/greylist-store.ts';
import { GREYLIST_MEMORY } from '../../../src/pipeline/greylist-table.ts';
import { createMemoryDisk, type MemoryDisk } from './memory-disk.ts';

const open = (disk: MemoryDisk, memory = GREYLIST_MEMORY) =>
  openGreylistStore({ fs: disk.fs, path: '/greylist.log', memory, log: () => {} });

describe('the greylist on disk', () => {
  test('remembers after a restart when a triplet was first seen', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    store.table.visit('a', 100);
    store.table.visit('b', 200);
    await store.close();
    const after = disk.afterCrash('drop');
    const { table, close } = await open(after);
    expect(table.visit('a', 700)).toBe(600);
    expect(table.visit('new', 700)).toBeNull();
    await close();
    expect((await open(after)).table.visit('a', 1000)).toBe(900);
  });

  test('loses at most what was not flushed, and a torn flush costs nothing before it', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    store.table.visit('kept', 100);
    await store.flush();
    store.table.visit('torn', 200);
    disk.crashAt(disk.steps() + 2);
    await store.flush();
    const { table } = await open(disk.afterCrash('torn'));
    expect(table.visit('kept', 500)).toBe(400);
    expect(table.visit('torn', 500)).toBeNull();
  });

  test('a flush that fails is made good by the next one', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    store.table.visit('a', 100);
    disk.failAt(disk.steps() + 1, 'ENOSPC');
    await store.flush();
    store.table.visit('b', 200);
    await store.close();
    const { table } = await open(disk.afterCrash('drop'));
    expect([table.visit('a', 300), table.visit('b', 300)]).toEqual([200, 100]);
  });

  test('forgets the longest unseen beyond its bound, and the log does not grow for ever', async () => {
    const disk = createMemoryDisk();
    const memory = { ...GREYLIST_MEMORY, maxTriplets: 10 };
    const store = await open(disk, memory);
    for (let turn = 0; turn < 60; turn += 1) {
      for (let triplet = 0; triplet < 300; triplet += 1) store.table.visit(`t${triplet}`, turn * 1000 + triplet);
      await store.flush();
    }
    await store.close();
    expect((await disk.fs.read('/greylist.log'))?.length).toBeLessThan(400_000);
    const { table } = await open(disk.afterCrash('drop'), memory);
    expect([...table.entries()].map(([key]) => key)).toEqual(
      Array.from({ length: 10 }, (_, index) => `t${290 + index}`),
    );
  });
});
