import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/problem.ts';
import { openDataFolder } from '../../../src/engine/store/data-folder.ts';

const folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-lock-'));
  folders.push(path);
  return path;
};
afterEach(() => {
  for (const path of folders.splice(0)) {
    chmodSync(path, 0o700);
    rmSync(path, { recursive: true, force: true });
  }
});

describe('the data folder', () => {
  test('is made when missing and held by one at a time', async () => {
    const path = join(folder(), 'deep', 'data');
    const held = await openDataFolder(path);
    await expect(openDataFolder(path)).rejects.toThrow(/held by process/);
    held.release();
    (await openDataFolder(path)).release();
  });

  test.each([
    ['a process that is gone', '4194304 1'],
    ['an earlier process with the pid of one that lives', `${process.ppid} 1`],
    ['an earlier process with our own pid', `${process.pid} 1`],
    ['nobody that can be made out', 'garbage'],
    ['nobody, since the write was torn', ''],
  ])('a lock of %s is taken over', async (_what, mark) => {
    const path = folder();
    writeFileSync(join(path, 'lock'), mark);
    const held = await openDataFolder(path);
    expect(readFileSync(join(path, 'lock'), 'latin1').startsWith(`${process.pid} `)).toBe(true);
    held.release();
  });

  test('a lock of a living process stands', async () => {
    const path = folder();
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'latin1');
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    writeFileSync(join(path, 'lock'), `${process.ppid} ${startTime}`);
    await expect(openDataFolder(path)).rejects.toThrow(InputError);
    rmSync(join(path, 'lock'));
  });

  test('a folder that cannot be one is an input error with a hint', async () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    await expect(openDataFolder(join(path, 'below'))).rejects.toThrow(/cannot be written.*name another one/s);
  });
});
