// Does the disk keep what it is given? A small file is written and flushed as the queue does it, and what is free is counted.
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { KIB } from '../../core/units.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';
import { type Finding, fail, ok, warn } from './check.ts';

const ROW = '2.2';
const TRIES = 5;
/** A message waits for two flushes: beyond this a session takes ten messages a second at most [A]. */
const SLOW_SECONDS = 0.1;
/** Each message is a file [A]. */
const LEAST_FREE_FILES = 10_000;
/** statfs(2): file systems that are gone after a power loss. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6]);

async function syncFinding(folder: string, fs: FileSystem, now: () => number): Promise<Finding> {
  const name = `flushes in ${folder}`;
  const [aside, path] = [join(folder, 'doctor.tmp'), join(folder, 'doctor.test')];
  const took: number[] = [];
  try {
    for (let nth = 0; nth < TRIES; nth += 1) {
      const begun = now();
      await fs.remove(aside);
      await writeAside(fs, aside, [Buffer.alloc(4 * KIB)]);
      await moveIntoPlace(fs, aside, path);
      took.push(now() - begun);
      await fs.remove(path);
    }
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    return fail(name, ROW, `a file cannot be made durable (${code})`, 'Choose another volume in `storage.folder`.');
  } finally {
    for (const left of [aside, path]) await fs.remove(left).catch(() => {});
  }
  const median = took.sort((a, b) => a - b)[Math.floor(TRIES / 2)] ?? 0;
  const detail = `a file is durable in ${(median * 1000).toFixed(1)} ms (median of ${TRIES})`;
  return median > SLOW_SECONDS
    ? warn(name, ROW, detail, 'A disk with a protected write cache, or an SSD, takes a few.')
    : ok(name, ROW, detail);
}

async function roomFindings(folder: string): Promise<Finding[]> {
  const { type, ffree, files } = await statfs(folder);
  const findings: Finding[] = [];
  if (IN_MEMORY.has(type))
    findings.push(
      fail(
        `volume of ${folder}`,
        ROW,
        'lies in memory: a restart loses all mail',
        'Choose a disk in `storage.folder`.',
      ),
    );
  // Some file systems count no files.
  if (files > 0 && ffree < LEAST_FREE_FILES)
    findings.push(warn(`files of ${folder}`, ROW, `room for ${ffree} more`, 'Make room for inodes on the volume.'));
  return findings;
}

/** @param folder the data folder; it exists. @param now seconds of a steady clock */
export async function diskFindings(folder: string, fs: FileSystem, now: () => number): Promise<Finding[]> {
  const room = await roomFindings(folder).catch(() => []);
  return [...room, await syncFinding(folder, fs, now)];
}
