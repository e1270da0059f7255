// What the mail store costs on this disk: npx tsx --expose-gc bench/store.ts [folder]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_FILE_SYSTEM } from '../src/engine/ports/node-file-system.ts';
import { createFileMailStore } from '../src/engine/store/file-mail-store.ts';

const ACCOUNT = 'ann@example.org';
const MESSAGES = 10_000;
const TURNS = 50;
const body = Buffer.alloc(4_000, 'x');
const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'plimsoll-store-bench-'));
const open = () =>
  createFileMailStore({
    fs: NODE_FILE_SYSTEM,
    folder: join(folder, 'mail'),
    now: () => Date.now() / 1000,
    log: () => {},
  });

const timed = async (what: string, times: number, work: (turn: number) => Promise<unknown>): Promise<void> => {
  const all: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const start = performance.now();
    await work(turn);
    all.push(performance.now() - start);
  }
  const median = all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  console.log(`${what.padEnd(58)} ${median.toFixed(2)} ms`);
};
const heapBytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

try {
  const store = open();
  const inbox = await store.create(ACCOUNT, 'INBOX');
  const work = await store.create(ACCOUNT, 'Work');
  for (let done = 0; done < MESSAGES; done += 100)
    await Promise.all(Array.from({ length: 100 }, (_, index) => inbox.append(body, { deliveryId: `${done + index}` })));
  const uids = inbox.list().map(({ uid }) => uid);
  const flags = (count: number) => (turn: number) =>
    inbox.changeFlags(uids.slice(0, count).map((uid) => ({ uid, flags: turn % 2 === 0 ? ['\\Seen'] : [] })));
  await timed('append, one at a time', TURNS, () => inbox.append(body, {}));
  await timed('append, 20 at once', TURNS, () => Promise.all(Array.from({ length: 20 }, () => inbox.append(body, {}))));
  await timed('flags of 1 message', TURNS, flags(1));
  await timed('flags of 1,000 messages', TURNS, flags(1000));
  await timed('copy 1 message', TURNS, () => inbox.copyTo(work, [1]));
  await timed('copy 1,000 messages', 10, () => inbox.copyTo(work, uids.slice(0, 1000)));
  await timed('move 1 message', TURNS, (turn) => inbox.moveTo(work, [uids[5000 + turn] ?? 0]));
  await timed('move 1,000 messages', 3, (turn) =>
    inbox.moveTo(work, uids.slice(6000 + turn * 1000, 7000 + turn * 1000)),
  );
  await timed('expunge 1 message', TURNS, (turn) => inbox.expunge([uids[4000 + turn] ?? 0]));
  await store.close();
  const again = open();
  const before = heapBytes();
  let count = 0;
  await timed('open a mailbox of about 11,000 messages', 1, async () => {
    count = (await again.open(ACCOUNT, 'Work'))?.status().messages ?? 0;
  });
  console.log(`memory of a mailbox, ${count} messages`.padEnd(58), `${((heapBytes() - before) / 1e6).toFixed(1)} MB`);
  await again.close();
  await NODE_FILE_SYSTEM.remove(join(folder, 'mail', ACCOUNT, 'Work', 'index.log'));
  const rebuilt = open();
  await timed('open it with its index lost', 1, () => rebuilt.open(ACCOUNT, 'Work'));
  await rebuilt.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
