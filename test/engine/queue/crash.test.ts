import { describe, expect, test } from 'vitest';
import type { Envelope, EnvelopeRecipient } from '../../../src/engine/queue/envelope.ts';
import { openQueue } from '../../../src/engine/queue/queue.ts';
import { createFileMailStore } from '../../../src/engine/store/file-mail-store.ts';
import { type CrashKind, createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';

const ACCOUNTS = ['ann@example.org', 'bob@example.org'];
const IDS = ['M1', 'M2', 'M3'];
const body = (id: string): Buffer => Buffer.from(`Subject: ${id}\r\n\r\nthe text of ${id}\r\n`);
const recipient = (account: string): EnvelopeRecipient => ({
  address: account,
  account,
  original: account,
  fate: 'deliver',
  notify: false,
});
const envelope = (id: string): Envelope => ({
  version: 1,
  id,
  receivedSeconds: 1_700_000_000,
  client: { address: '192.0.2.1', helo: 'client.example', extended: true },
  sender: 's@example.net',
  recipients: ACCOUNTS.map(recipient),
  marks: [],
  trail: [],
});

async function open(disk: MemoryDisk) {
  await disk.fs.makeFolder('/data');
  await disk.fs.syncFolder('/');
  const log = () => {};
  const store = createFileMailStore({ fs: disk.fs, folder: '/data/mail', now: () => 1_700_000_000, log });
  const options = {
    fs: disk.fs,
    folder: '/data',
    store,
    hostname: 'mx.example.org',
    concurrency: 2,
    retrySeconds: 300,
    log,
  };
  return { store, queue: await openQueue(options) };
}

/** A day of the engine; ends early when the disk does. @returns the ids that were acknowledged. */
async function run(disk: MemoryDisk): Promise<string[]> {
  const acknowledged: string[] = [];
  try {
    const { queue } = await open(disk);
    const submit = async (id: string) => {
      if ((await queue.submit(envelope(id), body(id))).kind === 'kept') acknowledged.push(id);
    };
    await Promise.all([submit('M1'), submit('M2')]);
    await queue.idle();
    await submit('M3');
    await queue.idle();
    await queue.stop();
  } catch {
    // The machine is gone before the engine was up.
  }
  return acknowledged;
}

/** Starts again. @returns the messages found in each account, by the text of their subjects. */
async function mailAfterRestart(disk: MemoryDisk): Promise<string[][]> {
  const { store, queue } = await open(disk);
  await queue.idle();
  await queue.stop();
  const found: string[][] = [];
  for (const account of ACCOUNTS) {
    const inbox = await store.create(account, 'INBOX');
    const messages = await Promise.all(inbox.list().map(({ uid }) => inbox.read(uid)));
    found.push(
      messages.map((bytes) => {
        const text = bytes?.toString() ?? '';
        const id = /Subject: (M\d)\r\n/.exec(text)?.[1] ?? 'broken';
        return text.endsWith(body(id).toString()) ? id : 'broken';
      }),
    );
  }
  return found;
}

/** Faults of a restart: acknowledged mail that is missing, mail that is there twice, mail that is not whole. */
const faults = (found: readonly string[][], acknowledged: readonly string[]): string[] =>
  found.flatMap((ids) => [
    ...acknowledged.filter((id) => !ids.includes(id)).map((id) => `lost ${id}`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice ${id}`),
    ...ids.filter((id) => !IDS.includes(id)),
  ]);

async function stepsOfADay(): Promise<number> {
  const disk = createMemoryDisk();
  expect(await run(disk)).toEqual(IDS);
  return disk.steps();
}

/** Faults over all crash points. */
async function faultsOfCrashes(
  kind: CrashKind,
  unsafe: Parameters<typeof createMemoryDisk>[0] = {},
): Promise<string[]> {
  const all: string[] = [];
  for (let step = 1; step <= (await stepsOfADay()) + 1; step += 1) {
    const disk = createMemoryDisk(unsafe);
    disk.crashAt(step);
    const acknowledged = await run(disk);
    const after = disk.afterCrash(kind);
    all.push(...faults(await mailAfterRestart(after), acknowledged).map((fault) => `step ${step}: ${fault}`));
    // A second crash-free start changes nothing.
    const again = faults(await mailAfterRestart(after.afterCrash('drop')), acknowledged);
    all.push(...again.map((fault) => `step ${step}, second start: ${fault}`));
  }
  return all;
}

describe('a crash after any step of the disk', () => {
  test.each(['drop', 'keep', 'torn'] as const)(
    'loses no acknowledged mail and makes no duplicate when unsynced work is left as: %s',
    async (kind) => {
      expect(await faultsOfCrashes(kind)).toEqual([]);
    },
  );

  test('with a crash in the middle of the replay after a crash, too', async () => {
    const all: string[] = [];
    const total = await stepsOfADay();
    for (let step = 10; step <= total; step += 7)
      for (let second = 1; second < 40; second += 3) {
        const disk = createMemoryDisk();
        disk.crashAt(step);
        const acknowledged = await run(disk);
        const replaying = disk.afterCrash('keep');
        replaying.crashAt(second);
        await mailAfterRestart(replaying).catch(() => []);
        const found = await mailAfterRestart(replaying.afterCrash('drop'));
        all.push(...faults(found, acknowledged).map((fault) => `steps ${step} and ${second}: ${fault}`));
      }
    expect(all).toEqual([]);
  });

  test('loses mail when files are not synced: the negative control', async () => {
    expect((await faultsOfCrashes('drop', { noFileSync: true })).some((fault) => fault.includes('lost'))).toBe(true);
  });

  test('loses mail when folders are not synced: the negative control', async () => {
    expect((await faultsOfCrashes('drop', { noFolderSync: true })).some((fault) => fault.includes('lost'))).toBe(true);
  });
});

describe('a disk that fails once', () => {
  test.each(['ENOSPC', 'EIO'])(
    '%s at any step: what was acknowledged is delivered once, what was refused leaves nothing',
    async (code) => {
      const total = await stepsOfADay();
      const all: string[] = [];
      for (let step = 1; step <= total; step += 1) {
        const disk = createMemoryDisk();
        disk.failAt(step, code);
        const acknowledged = await run(disk);
        const left = disk
          .paths()
          .filter((path) => path.startsWith('/data/spool/active/') || path.startsWith('/data/spool/tmp/'));
        const refused = IDS.filter((id) => !acknowledged.includes(id));
        all.push(
          ...left
            .filter((path) => refused.some((id) => path.includes(id)))
            .map((path) => `step ${step}: ${path} is left`),
        );
        const found = await mailAfterRestart(disk.afterCrash('keep'));
        all.push(...faults(found, acknowledged).map((fault) => `step ${step}: ${fault}`));
        all.push(
          ...found
            .flat()
            .filter((id) => refused.includes(id))
            .map((id) => `step ${step}: refused ${id} was delivered`),
        );
      }
      expect(all).toEqual([]);
    },
  );

  test('a full disk is said to be full, any other fault is not', async () => {
    for (const [code, full] of [
      ['ENOSPC', true],
      ['EIO', false],
    ] as const) {
      const disk = createMemoryDisk();
      const { queue } = await open(disk);
      disk.failAt(disk.steps() + 2, code);
      expect(await queue.submit(envelope('M1'), body('M1'))).toEqual({ kind: 'failed', full });
    }
  });
});
