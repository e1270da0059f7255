// A file that is either wholly there after a crash or not at all: written aside, flushed, renamed, its folder flushed.
import { dirname } from 'node:path';
import type { FileSystem } from '../ports/file-system.ts';

/** Writes and flushes a new file. On failure nothing of it stays, as far as the disk still obeys. */
export async function writeAside(fs: FileSystem, path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await fs.open(path, 'new');
  try {
    try {
      for (const part of parts) await file.write(part);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await fs.remove(path).catch(() => {});
    throw error;
  }
}

/**
 * Moves a flushed file to its place and flushes the folder. On failure the file is in neither place.
 * @param syncFolder how the folder is flushed, where flushes are shared
 */
export async function moveIntoPlace(
  fs: FileSystem,
  aside: string,
  path: string,
  syncFolder: (folder: string) => Promise<void> = fs.syncFolder,
): Promise<void> {
  try {
    await fs.rename(aside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await fs.remove(aside).catch(() => {});
    await fs.remove(path).catch(() => {});
    throw error;
  }
}
