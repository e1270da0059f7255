import { describe, expect, test } from 'vitest';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { type CrashKind, createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';
import { createFakeRelay, deferred, envelopeOf, failed, openLab, relayed, T0, to } from './queue-lab.ts';
import { createVirtualClock } from './virtual-clock.ts';

const IDS = ['M1', 'M2', 'M3'];
const REMOTE = ['x@far.example', 'y@slow.example'];
/** A crash may undo the last steps before it, so a delivery to another server is repeated when the record of it was not yet durable. */
const RECORD_STEPS = 12;

const body = (id: string): Buffer => Buffer.from(`Subject: ${id}\r\n\r\nthe text of ${id}\r\n`);
const envelope = (id: string): Envelope =>
  envelopeOf({
    id,
    recipients: [
      to('ann@example.org'),
      to('bob@example.org'),
      // M2 goes to other servers too: one takes it, one takes it the second time, one never.
      ...(id === 'M2' ? [...REMOTE, 'z@bad.example'].map((address) => to(address)) : []),
    ],
  });

/** A world that outlives crashes: what other servers have taken, and at which step of the disk. */
interface World {
  readonly taken: { readonly address: string; readonly text: string }[];
  readonly takenAtSteps: { readonly address: string; readonly step: number }[];
}

async function open(disk: MemoryDisk, world: World) {
  const clock = createVirtualClock(T0);
  const relay = createFakeRelay(clock.now, (address, mail) => {
    if (address === 'z@bad.example') return failed;
    if (address === 'y@slow.example' && clock.now() < T0 + 300) return deferred;
    world.takenAtSteps.push({ address, step: disk.steps() });
    world.taken.push({ address, text: mail.message.toString('latin1') });
    return relayed();
  });
  return openLab({ disk, clock, relay });
}

/** A day of the engine; ends early when the disk does. @returns the ids that were acknowledged. */
async function run(disk: MemoryDisk, world: World): Promise<string[]> {
  const acknowledged: string[] = [];
  try {
    const { queue, pass } = await open(disk, world);
    const submit = async (id: string) => {
      if ((await queue.submit(envelope(id), body(id))).kind === 'kept') acknowledged.push(id);
    };
    await Promise.all([submit('M1'), submit('M2')]);
    await queue.idle();
    await pass(600);
    await submit('M3');
    await queue.idle();
    await queue.stop();
  } catch {
    // The machine is gone before the engine was up.
  }
  return acknowledged;
}

interface Found {
  /** The messages in each account, by the text of their subjects. */
  readonly mailboxes: readonly string[][];
  readonly reports: number;
}

/** Starts again and lets an hour pass. */
async function mailAfterRestart(disk: MemoryDisk, world: World): Promise<Found> {
  const { queue, texts, pass } = await open(disk, world);
  await queue.idle();
  await pass(3600);
  await queue.stop();
  const mailboxes: string[][] = [];
  let reports = 0;
  for (const account of ['ann@example.org', 'bob@example.org']) {
    const ids = (await texts(account)).flatMap((text) => {
      if (text.includes('Subject: Undelivered Mail')) {
        reports += 1;
        return [];
      }
      const id = /Subject: (M\d)\r\n/.exec(text)?.[1] ?? 'broken';
      return [text.endsWith(body(id).toString()) ? id : 'broken'];
    });
    mailboxes.push(ids);
  }
  return { mailboxes, reports };
}

/** Faults of a restart: acknowledged mail that is missing, mail that is there twice, mail that is not whole. */
function faults({ mailboxes, reports }: Found, world: World, acknowledged: readonly string[], crashStep = 0): string[] {
  const all = mailboxes.flatMap((ids) => [
    ...acknowledged.filter((id) => !ids.includes(id)).map((id) => `lost ${id}`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice ${id}`),
    ...ids.filter((id) => !IDS.includes(id)),
  ]);
  const sent = acknowledged.includes('M2');
  if (reports > 1) all.push(`${reports} reports`);
  if (sent && reports === 0) all.push('lost the report');
  for (const remote of REMOTE) {
    const times = world.takenAtSteps.filter(({ address }) => address === remote);
    if (sent && times.length === 0) all.push(`lost M2 to ${remote}`);
    const mayRepeat = crashStep > 0 && crashStep - (times[0]?.step ?? 0) <= RECORD_STEPS;
    if (times.length > (mayRepeat ? 2 : 1)) all.push(`${times.length} times M2 to ${remote}`);
  }
  for (const { text } of world.taken) if (!text.endsWith(body('M2').toString())) all.push('broken at another server');
  return all;
}

const newWorld = (): World => ({ taken: [], takenAtSteps: [] });

async function stepsOfADay(): Promise<number> {
  const disk = createMemoryDisk();
  expect(await run(disk, newWorld())).toEqual(IDS);
  return disk.steps();
}

/** Faults over all crash points. @param wrap takes a safeguard away */
async function faultsOfCrashes(
  kind: CrashKind,
  unsafe: Parameters<typeof createMemoryDisk>[0] = {},
  wrap: (disk: MemoryDisk) => MemoryDisk = (disk) => disk,
): Promise<string[]> {
  const all: string[] = [];
  for (let step = 1; step <= (await stepsOfADay()) + 1; step += 1) {
    const world = newWorld();
    const disk = wrap(createMemoryDisk(unsafe));
    disk.crashAt(step);
    const acknowledged = await run(disk, world);
    const after = wrap(disk.afterCrash(kind));
    const found = await mailAfterRestart(after, world);
    all.push(...faults(found, world, acknowledged, step).map((fault) => `step ${step}: ${fault}`));
    // A second crash-free start changes nothing.
    const before = world.taken.length;
    const again = await mailAfterRestart(after.afterCrash('drop'), world);
    all.push(...faults(again, world, acknowledged, step).map((fault) => `step ${step}, second start: ${fault}`));
    if (world.taken.length > before) all.push(`step ${step}, second start: sent again`);
  }
  return all;
}

/** The progress of messages is not written. */
const forgetful = (disk: MemoryDisk): MemoryDisk => ({
  ...disk,
  fs: {
    ...disk.fs,
    open: async (path, mode) => {
      if (path.includes('/progress/')) return { write: async () => {}, sync: async () => {}, close: async () => {} };
      return disk.fs.open(path, mode);
    },
  },
});

describe('a crash after any step of the disk', () => {
  test.each(['drop', 'keep', 'torn'] as const)(
    'loses no acknowledged mail, makes no duplicate here and hardly one elsewhere when unsynced work is left as: %s',
    async (kind) => {
      expect(await faultsOfCrashes(kind)).toEqual([]);
    },
  );

  test('with a crash in the middle of the replay after a crash, too', async () => {
    const all: string[] = [];
    const total = await stepsOfADay();
    for (let step = 10; step <= total; step += 7)
      for (let second = 1; second < 60; second += 3) {
        const world = newWorld();
        const disk = createMemoryDisk();
        disk.crashAt(step);
        const acknowledged = await run(disk, world);
        const replaying = disk.afterCrash('keep');
        replaying.crashAt(second);
        await mailAfterRestart(replaying, world).catch(() => null);
        const found = await mailAfterRestart(replaying.afterCrash('drop'), world);
        // Two crashes may repeat a delivery elsewhere twice; nothing may be lost, and nothing be there twice here.
        const serious = faults(found, world, acknowledged).filter((fault) => !fault.includes('times M2'));
        all.push(...serious.map((fault) => `steps ${step} and ${second}: ${fault}`));
      }
    expect(all).toEqual([]);
  });

  test('loses mail when files are not synced: the negative control', async () => {
    expect((await faultsOfCrashes('drop', { noFileSync: true })).some((fault) => fault.includes('lost'))).toBe(true);
  });

  test('loses mail when folders are not synced: the negative control', async () => {
    expect((await faultsOfCrashes('drop', { noFolderSync: true })).some((fault) => fault.includes('lost'))).toBe(true);
  });

  test('sends mail twice when deliveries are not written down: the negative control', async () => {
    const all = await faultsOfCrashes('keep', {}, forgetful);
    expect(all.some((fault) => fault.includes('times M2 to x@far.example'))).toBe(true);
  });
});

describe('a disk that fails once', () => {
  test.each(['ENOSPC', 'EIO'])(
    '%s at any step: what was acknowledged is delivered once, what was refused leaves nothing',
    async (code) => {
      const total = await stepsOfADay();
      const all: string[] = [];
      for (let step = 1; step <= total; step += 1) {
        const world = newWorld();
        const disk = createMemoryDisk();
        disk.failAt(step, code);
        const acknowledged = await run(disk, world);
        const left = disk
          .paths()
          .filter((path) => path.startsWith('/data/spool/queue/') || path.startsWith('/data/spool/tmp/'));
        const refused = IDS.filter((id) => !acknowledged.includes(id));
        all.push(
          ...left
            .filter((path) => refused.some((id) => path.includes(id)))
            .map((path) => `step ${step}: ${path} is left`),
        );
        const found = await mailAfterRestart(disk.afterCrash('keep'), world);
        all.push(...faults(found, world, acknowledged).map((fault) => `step ${step}: ${fault}`));
        all.push(
          ...found.mailboxes
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
      const { queue } = await open(disk, newWorld());
      disk.failAt(disk.steps() + 2, code);
      expect(await queue.submit(envelope('M1'), body('M1'))).toEqual({ kind: 'failed', full });
    }
  });
});
