// What a server flushes to the disk before it says 250, and what after it: by strace, so that a promise need not be believed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Running } from './contestant.ts';
import { sendAndFind } from './load.ts';
import { processesOf } from './process-cpu.ts';

const FLUSHES = 'fsync,fdatasync,sync,syncfs,sync_file_range,msync';
const CALLS = `${FLUSHES},write,writev,sendto,sendmsg`;

interface Flush {
  /** Of the call, e.g. fsync. */
  readonly name: string;
  readonly path: string;
  /** Complete between a 354 and the 250 behind it. */
  readonly before: boolean;
}

export const hasStrace = (): boolean => spawnSync('strace', ['-V'], { stdio: 'ignore' }).error === undefined;

/** Flushes in a trace, in the order in which they were complete. Sound for one session alone. */
export function readTrace(text: string): Flush[] {
  const flushes: Flush[] = [];
  const begun = new Map<string, { name: string; path: string }>();
  let before = false;
  for (const line of text.split('\n')) {
    const [, pid = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (/^(write|writev|send\w+)\(\d+<(socket|TCP|UNIX).*?"354/.test(call)) before = true;
    if (/^(write|writev|send\w+)\(\d+<(socket|TCP|UNIX).*?"250/.test(call)) before = false;
    const [, name, path = ''] = /^(\w*sync\w*)\((?:\d+<([^>]*)>)?/.exec(call) ?? [];
    const whole = name === undefined ? undefined : { name, path };
    if (whole && /unfinished/.test(call)) begun.set(pid, whole);
    else if (whole) flushes.push({ ...whole, before });
    const resumed = /^<\.\.\. \w*sync\w* resumed>/.test(call) ? begun.get(pid) : undefined;
    if (resumed) flushes.push({ ...resumed, before });
  }
  return flushes;
}

/** Attaches strace to all processes of a server while `work` runs. */
async function traced(server: Running, calls: string, folder: string, work: () => Promise<unknown>): Promise<Flush[]> {
  const file = join(folder, 'trace');
  const processes = processesOf(server.pid).flatMap((pid) => ['-p', String(pid)]);
  const words = ['-f', '-y', '-s', '8', '-e', `trace=${calls}`, '-e', 'signal=none', '-o', file, ...processes];
  const strace = spawn('strace', words, { stdio: 'ignore' });
  const ended = once(strace, 'exit');
  const pause = () => new Promise((resolve) => setTimeout(resolve, 500));
  try {
    await pause();
    await work();
    await pause();
  } finally {
    strace.kill('SIGINT');
    await ended;
  }
  return readTrace(readFileSync(file, 'latin1'));
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function counted(flushes: readonly Flush[], mails: number): string {
  const folders = flushes.filter(({ path }) => isFolder(path)).length;
  const files = flushes.length - folders;
  const each = (count: number) => (count / mails).toFixed(count % mails === 0 ? 0 : 2);
  return `files ${each(files)}, folders ${each(folders)}`;
}

/** Lines for people. Mails one by one tell what stands behind a 250; many sessions tell how far flushes are shared. */
export async function describeFlushes(server: Running, folder: string): Promise<string[]> {
  if (!hasStrace()) return ['flushes are not traced (Debian: strace)'];
  const alone = 10;
  const single = await traced(server, CALLS, folder, async () => {
    for (let mail = 0; mail < alone; mail += 1) {
      await sendAndFind(server, { sessions: 1, mails: 1, bytes: 5000 });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  const together = await traced(server, FLUSHES, folder, () =>
    sendAndFind(server, { sessions: 10, mails: 100, bytes: 5000 }),
  );
  const names = new Map<string, number>();
  for (const { name } of together) names.set(name, (names.get(name) ?? 0) + 1);
  const shared = [...names].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
  return [
    `flushed a mail, before its 250: ${counted(
      single.filter(({ before }) => before),
      alone,
    )}; after it: ${counted(
      single.filter(({ before }) => !before),
      alone,
    )}`,
    `flushes of 100 mails in 10 sessions: ${shared}`,
  ];
}
