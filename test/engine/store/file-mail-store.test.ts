import { describe, expect, test } from 'vitest';
import { createFileMailStore } from '../../../src/engine/store/file-mail-store.ts';
import { createMemoryDisk, type MemoryDisk } from './memory-disk.ts';

const ANN = 'ann@example.org';
const INDEX = '/mail/ann@example.org/INBOX/index.log';

const storeOn = (disk: MemoryDisk, log: (event: string) => void = () => {}) =>
  createFileMailStore({ fs: disk.fs, folder: '/mail', now: () => 1_700_000_000, log });
const inboxOn = (disk: MemoryDisk, log?: (event: string) => void) => storeOn(disk, log).create(ANN, 'INBOX');

/** A disk with three messages, of which the second is expunged and the third flagged; and a flag set last. */
async function used(): Promise<MemoryDisk> {
  const disk = createMemoryDisk();
  const inbox = await inboxOn(disk);
  for (const body of ['one', 'two', 'three', 'four'])
    await inbox.append(Buffer.from(body), { deliveryId: body, internalDateSeconds: 1_600_000_000 });
  await inbox.setFlags(3, ['\\Flagged']);
  await inbox.expunge([2, 4]);
  return disk;
}

describe('a mailbox on disk', () => {
  test('is the same after a restart: uids, dates, flags, UIDVALIDITY, UIDNEXT', async () => {
    const disk = await used();
    const before = await inboxOn(disk);
    const after = await inboxOn(disk.afterCrash('drop'));
    expect(after.list()).toEqual(before.list());
    expect(after.status()).toEqual(before.status());
    expect(after.status()).toMatchObject({ uidNext: 5, messages: 2 });
    expect(after.list().map(({ uid, flags }) => [uid, [...flags]])).toEqual([
      [1, []],
      [3, ['\\Flagged']],
    ]);
    expect((await after.append(Buffer.from('two'), { deliveryId: 'two' })).uid).toBe(2);
    expect(after.list()).toHaveLength(2);
  });

  test('cuts off a torn end of its index and goes on', async () => {
    for (const cut of [1, 3, 12]) {
      const disk = await used();
      disk.edit(INDEX, (bytes) => bytes.subarray(0, bytes.length - cut));
      const events: string[] = [];
      const inbox = await inboxOn(disk, (event) => events.push(event));
      // The torn record was the expunge: its files were gone already.
      expect(inbox.list().map(({ uid }) => uid)).toEqual([1, 3]);
      expect(inbox.status().uidNext).toBe(5);
      expect(events).not.toContain('store.damaged');
      await inbox.append(Buffer.from('five'), {});
      expect((await inboxOn(disk.afterCrash('drop'))).list().map(({ uid }) => uid)).toEqual([1, 3, 5]);
    }
  });

  test('keeps messages, uids and what flags it can when its index is damaged or lost, and raises UIDVALIDITY', async () => {
    const damages: ((disk: MemoryDisk) => void | Promise<void>)[] = [
      (disk) => disk.edit(INDEX, (bytes) => bytes.fill(0x55, 40, 60)),
      (disk) => disk.edit(INDEX, (bytes) => bytes.fill(0)),
      (disk) => disk.edit(INDEX, () => Buffer.alloc(0)),
      (disk) => disk.fs.remove(INDEX),
    ];
    for (const damage of damages) {
      const disk = await used();
      const { uidValidity } = (await inboxOn(disk)).status();
      await damage(disk);
      const inbox = await inboxOn(disk);
      expect(inbox.status().uidValidity).toBeGreaterThanOrEqual(uidValidity);
      expect(inbox.list().map(({ uid, internalDateSeconds }) => [uid, internalDateSeconds])).toEqual([
        [1, 1_600_000_000],
        [3, 1_600_000_000],
      ]);
      expect((await inbox.read(3))?.toString()).toBe('three');
      expect((await inbox.append(Buffer.from('one'), { deliveryId: 'one' })).uid).toBe(1);
    }
  });

  test('reports a message whose file is missing and goes on without it', async () => {
    const disk = await used();
    const file = disk.paths().find((path) => path.includes('/messages/0000000001')) ?? '';
    await disk.fs.remove(file);
    const events: string[] = [];
    const inbox = await inboxOn(disk, (event) => events.push(event));
    expect(inbox.list().map(({ uid }) => uid)).toEqual([3]);
    expect(events).toContain('store.missing');
  });

  test('rewrites its index when flags changed often, and loses nothing by it', async () => {
    const disk = createMemoryDisk();
    const inbox = await inboxOn(disk);
    await inbox.append(Buffer.from('a'), {});
    for (let turn = 0; turn < 1200; turn += 1) await inbox.setFlags(1, [`turn${turn}`]);
    expect((await disk.fs.read(INDEX))?.length).toBeLessThan(30_000);
    expect([...((await inboxOn(disk.afterCrash('drop'))).list()[0]?.flags ?? [])]).toEqual(['turn1199']);
  });

  test('an append on a full disk fails, is not there, and the next one succeeds', async () => {
    const disk = createMemoryDisk();
    const inbox = await inboxOn(disk);
    const start = disk.steps();
    await inbox.append(Buffer.from('measure'), {});
    const cost = disk.steps() - start;
    for (let step = 1; step <= cost; step += 1) {
      const count = inbox.list().length;
      disk.failAt(disk.steps() + step, 'ENOSPC');
      await expect(inbox.append(Buffer.from('x'), {})).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(inbox.list()).toHaveLength(count);
      await inbox.append(Buffer.from('y'), {});
      expect(inbox.list()).toHaveLength(count + 1);
      expect((await inboxOn(disk.afterCrash('drop'))).list()).toEqual(inbox.list());
    }
  });
});

describe('names', () => {
  const NAMES = [
    '..',
    '.',
    '../../etc',
    '/etc/passwd',
    'a/b',
    'a%2fb',
    '.gone-x',
    'nul\0',
    'C:\\x',
    'Entwürfe',
    'con:',
    '%',
  ];

  test.each(NAMES)('a mailbox called %j stays within its account, and comes back under its name', async (name) => {
    const disk = createMemoryDisk();
    const store = storeOn(disk);
    await (await store.create(ANN, name)).append(Buffer.from('x'), {});
    expect(await store.mailboxNames(ANN)).toContain(name);
    expect((await storeOn(disk).open(ANN, name))?.list()).toHaveLength(1);
    const outside = disk
      .paths()
      .filter((path) => path !== '/' && path !== '/mail' && !/^\/mail\/ann@example\.org($|\/)/.test(path));
    expect(outside).toEqual([]);
    expect(disk.paths().filter((path) => /\/\.{1,2}(\/|$)/.test(path))).toEqual([]);
  });

  test('no account leads out of the store', async () => {
    const disk = createMemoryDisk();
    for (const account of ['../evil', '..', '/etc/x@y', 'a/b@example.org']) {
      await storeOn(disk).create(account, 'INBOX');
      expect(disk.paths().every((path) => path === '/' || path === '/mail' || path.startsWith('/mail/'))).toBe(true);
    }
  });

  test('a name too long for a folder is refused, not cut', async () => {
    const store = storeOn(createMemoryDisk());
    await expect(store.create(ANN, 'x'.repeat(300))).rejects.toThrow(/not a name/);
    expect(await store.open(ANN, 'x'.repeat(300))).toBeNull();
  });
});
