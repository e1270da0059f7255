// The folder that holds everything: made if missing, and held by one process at a time. Works on the real disk only.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError, shown } from '../../core/problem.ts';
import { NODE_FILE_SYSTEM } from '../ports/node-file-system.ts';

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  release(): void;
}

/** Folders held by this process: after a restart the same pid may stand in a lock that nobody holds. */
const heldHere = new Set<string>();

/** A process by pid and start time, since pids are used again. The time is empty where /proc does not tell it. */
const processMark = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 22, counted behind the name, which stands in parentheses and may contain anything.
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return `${pid} `;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const isHeld = (mark: string, folder: string): boolean => {
  const pid = Number(mark.split(' ')[0]);
  if (!Number.isInteger(pid) || pid < 1) return false;
  if (pid === process.pid) return heldHere.has(folder);
  return isAlive(pid) && processMark(pid) === mark;
};

/** Takes the lock. @returns the mark of the holder when somebody else has it. */
function takeLock(folder: string): string | null {
  const lock = join(folder, 'lock');
  const own = join(folder, `lock.${process.pid}`);
  writeFileSync(own, processMark(process.pid), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A link is made whole or not at all, and only where nothing stands.
        linkSync(own, lock);
        return null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readFileSync(lock, 'latin1');
      if (isHeld(holder, folder)) return holder;
      const stale = join(folder, `lock.stale.${process.pid}`);
      renameSync(lock, stale);
      // Somebody may have been faster and the lock be new: then it is put back.
      if (readFileSync(stale, 'latin1') !== holder) linkSync(stale, lock);
      rmSync(stale);
    }
    return 'another process';
  } finally {
    rmSync(own, { force: true });
  }
}

const problem = (path: string, got: string, wanted: string, hint: string): InputError =>
  new InputError('data folder', [{ path: 'storage.folder', got: `${shown(path)}, ${got}`, wanted, hint }]);

/** Process that has the folder; null: nobody. */
export function holderOf(folder: string): string | null {
  const path = resolve(folder);
  try {
    const mark = readFileSync(join(path, 'lock'), 'latin1');
    return isHeld(mark, path) ? (mark.split(' ')[0] ?? null) : null;
  } catch {
    return null;
  }
}

/** Makes and locks the data folder. @throws InputError when it cannot be written or another process has it. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  let holder: string | null;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    holder = takeLock(path);
    if (holder === null) await NODE_FILE_SYSTEM.syncFolder(dirname(path)).catch(ignoreForbidden);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw problem(
      path,
      `which cannot be written (${code})`,
      'a folder that this user may write',
      'Change its owner, or name another one.',
    );
  }
  if (holder !== null)
    throw problem(
      path,
      `held by process ${holder.split(' ')[0] ?? ''}`,
      'a folder of its own for every engine',
      'Stop the other engine, or name another folder.',
    );
  heldHere.add(path);
  return {
    path,
    release() {
      if (heldHere.delete(path)) rmSync(join(path, 'lock'), { force: true });
    },
  };
}

/** The folder above may be closed to us; then whoever made it answers for it. */
function ignoreForbidden(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
}
