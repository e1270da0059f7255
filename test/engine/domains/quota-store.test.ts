import { describe, expect, test } from 'vitest';
import { openQuotaStore } from '../../../src/engine/domains/quota-store.ts';
import { createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';

const NOON = Date.parse('2025-03-10T12:00:00Z') / 1000;
const NONE = { dailyMessages: 0, dailyBytes: 0 };
const open = (disk: MemoryDisk, logged: string[] = []) =>
  openQuotaStore({ fs: disk.fs, path: '/quota', timeZone: 'UTC', log: (event) => void logged.push(event) });

describe('the daily quotas on disk', () => {
  test('are there again after a restart on the same day, and gone on the next', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    store.quota.reserve('a', 5, NONE, NOON);
    await store.flush();
    store.quota.reserve('a', 5, NONE, NOON);
    store.quota.reserve('b', 7, NONE, NOON);
    await store.close();
    const again = await open(disk.afterCrash('drop'));
    expect(again.quota.list(NOON + 60)).toEqual([
      { account: 'a', messages: 2, bytes: 10 },
      { account: 'b', messages: 1, bytes: 7 },
    ]);
    expect(again.quota.list(NOON + 86_400)).toEqual([]);
    await again.close();
  });

  test('stay cleared after a restart', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    for (const account of ['a', 'b']) store.quota.reserve(account, 5, NONE, NOON);
    await store.flush();
    store.quota.clear('a', NOON);
    await store.close();
    const again = await open(disk.afterCrash('drop'));
    expect(again.quota.list(NOON).map(({ account }) => account)).toEqual(['b']);
    await again.close();
  });

  test('of yesterday do not come back when the last flush was of today', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    store.quota.reserve('a', 5, NONE, NOON);
    await store.flush();
    store.quota.reserve('b', 5, NONE, NOON + 86_400);
    await store.close();
    const again = await open(disk.afterCrash('drop'));
    expect(again.quota.list(NOON + 86_400).map(({ account }) => account)).toEqual(['b']);
    await again.close();
  });

  test('lose at most what was not flushed; a torn flush costs nothing before it and is told', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    store.quota.reserve('kept', 5, NONE, NOON);
    await store.flush();
    store.quota.reserve('torn', 5, NONE, NOON);
    disk.crashAt(disk.steps() + 2);
    await store.flush();
    const again = await open(disk.afterCrash('torn'));
    expect(again.quota.list(NOON).map(({ account }) => account)).toEqual(['kept']);
    await again.close();
  });

  test('a flush that fails is made good by the next one', async () => {
    const disk = createMemoryDisk();
    const logged: string[] = [];
    const store = await open(disk, logged);
    store.quota.reserve('a', 5, NONE, NOON);
    disk.failAt(disk.steps() + 1, 'ENOSPC');
    await store.flush();
    expect(logged).toEqual(['quota.unwritten']);
    store.quota.reserve('b', 5, NONE, NOON);
    await store.close();
    const again = await open(disk.afterCrash('drop'));
    expect(again.quota.list(NOON).map(({ account }) => account)).toEqual(['a', 'b']);
    await again.close();
  });

  test('the log does not grow for ever', async () => {
    const disk = createMemoryDisk();
    const store = await open(disk);
    for (let turn = 0; turn < 60; turn += 1) {
      for (let account = 0; account < 300; account += 1) store.quota.reserve(`user${account}`, 1, NONE, NOON);
      await store.flush();
    }
    await store.close();
    expect((await disk.fs.read('/quota'))?.length).toBeLessThan(400_000);
    expect((await open(disk.afterCrash('drop'))).quota.list(NOON)[0]).toMatchObject({ messages: 60 });
  });
});
