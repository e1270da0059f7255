import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { NODE_FILE_SYSTEM } from '../../../src/engine/ports/node-file-system.ts';
import { createFileMailStore } from '../../../src/engine/store/file-mail-store.ts';
import type { MailStore } from '../../../src/engine/store/mail-store.ts';
import { createMemoryStore } from '../imap/memory-store.ts';
import { createMemoryDisk } from './memory-disk.ts';

const ANN = 'ann@example.org';
const text = (value: string): Buffer => Buffer.from(value);
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function onRealDisk(): MailStore {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-store-'));
  folders.push(folder);
  return createFileMailStore({
    fs: NODE_FILE_SYSTEM,
    folder: join(folder, 'mail'),
    now: () => 1_700_000_000,
    log: () => {},
  });
}
const onMemoryDisk = (): MailStore =>
  createFileMailStore({ fs: createMemoryDisk().fs, folder: '/mail', now: () => 1_700_000_000, log: () => {} });

describe.each([
  ['files', onRealDisk],
  ['files on a disk in memory', onMemoryDisk],
  ['the memory store of the IMAP tests', createMemoryStore],
])('every mail store: %s', (_name, make) => {
  const inboxOf = async (store: MailStore) => {
    const inbox = await store.open(ANN, 'INBOX');
    if (!inbox) throw new Error('no INBOX');
    return inbox;
  };

  test('has INBOX and Junk for every account, and nothing else until it is made', async () => {
    const store = make();
    expect(await store.mailboxNames(ANN)).toEqual(['INBOX', 'Junk']);
    expect(await store.open(ANN, 'Work')).toBeNull();
    await store.create(ANN, 'Work');
    expect([...(await store.mailboxNames(ANN))].sort()).toEqual(['INBOX', 'Junk', 'Work']);
    expect((await store.open(ANN, 'Work'))?.name).toBe('Work');
    expect(await store.mailboxNames('bob@example.org')).toEqual(['INBOX', 'Junk']);
  });

  test('gives the same mailbox to all who open it', async () => {
    const store = make();
    expect(await store.open(ANN, 'INBOX')).toBe(await store.open(ANN, 'INBOX'));
    expect(await store.create(ANN, 'INBOX')).toBe(await inboxOf(store));
  });

  test('gives back the bytes it was given, under ascending uids', async () => {
    const inbox = await inboxOf(make());
    const bytes = Buffer.from([0, 255, 13, 10, 46, 13, 10]);
    const first = await inbox.append(bytes, { flags: ['\\Seen', 'kw'], internalDateSeconds: 1_600_000_000 });
    const second = await inbox.append(text('two'), {});
    expect(first).toMatchObject({ uid: 1, sizeBytes: 7, internalDateSeconds: 1_600_000_000 });
    expect([...first.flags]).toEqual(['\\Seen', 'kw']);
    expect(second).toMatchObject({ uid: 2, internalDateSeconds: 1_700_000_000 });
    expect(await inbox.read(1)).toEqual(bytes);
    expect(await inbox.read(3)).toBeNull();
    expect(inbox.list().map(({ uid }) => uid)).toEqual([1, 2]);
    expect(inbox.status()).toMatchObject({ uidNext: 3, messages: 2, unseen: 1 });
  });

  test('stores one delivery once, even when asked at the same time or after its message is gone', async () => {
    const inbox = await inboxOf(make());
    const delivery = { deliveryId: 'Q1 ann' };
    const [first, again] = await Promise.all([inbox.append(text('a'), delivery), inbox.append(text('a'), delivery)]);
    expect(again.uid).toBe(first.uid);
    await inbox.expunge([first.uid]);
    await inbox.append(text('a'), delivery);
    expect(inbox.list()).toEqual([]);
    expect((await inbox.append(text('b'), { deliveryId: 'Q2 ann' })).uid).toBeGreaterThan(first.uid);
  });

  test('changes flags, expunges, never uses a uid again, and tells whoever listens', async () => {
    const inbox = await inboxOf(make());
    const told: string[] = [];
    const stop = inbox.onChange((change, uid) => told.push(`${change} ${uid}`));
    for (const body of ['a', 'b', 'c']) await inbox.append(text(body), {});
    expect([...((await inbox.setFlags(2, ['\\Flagged']))?.flags ?? [])]).toEqual(['\\Flagged']);
    expect(await inbox.setFlags(9, [])).toBeNull();
    expect(await inbox.expunge([3, 9, 1])).toEqual([1, 3]);
    expect(await inbox.read(3)).toBeNull();
    stop();
    expect((await inbox.append(text('d'), {})).uid).toBe(4);
    expect(told).toEqual(['appended 1', 'appended 2', 'appended 3', 'flags 2', 'expunged 1', 'expunged 3']);
  });

  test('deletes a mailbox, and a new one of that name is another', async () => {
    const store = make();
    const old = await store.create(ANN, 'Work');
    await old.append(text('a'), {});
    expect(await store.delete(ANN, 'Work')).toBe(true);
    expect(await store.delete(ANN, 'Work')).toBe(false);
    expect(await store.open(ANN, 'Work')).toBeNull();
    const fresh = await store.create(ANN, 'Work');
    expect(fresh.list()).toEqual([]);
    expect(fresh.status().uidValidity).toBeGreaterThan(old.status().uidValidity);
  });

  test('takes many appends at once and keeps their order of uids', async () => {
    const inbox = await inboxOf(make());
    const seen: number[] = [];
    inbox.onChange((_change, uid) => seen.push(uid));
    await Promise.all(Array.from({ length: 30 }, (_, index) => inbox.append(text(`m${index}`), {})));
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    const bodies = await Promise.all(inbox.list().map(async ({ uid }) => (await inbox.read(uid))?.toString()));
    expect(new Set(bodies).size).toBe(30);
  });
});
