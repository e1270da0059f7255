// Flushes of folders, shared: whoever asks while one is running waits for the next one, together with all who asked meanwhile.
import type { FileSystem } from '../ports/file-system.ts';

/** @returns a flush of a folder that covers everything done before the call. */
export function createSharedSync(fs: FileSystem): (folder: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();
  const start = (folder: string): Promise<void> => {
    const flush = fs.syncFolder(folder).finally(() => running.delete(folder));
    running.set(folder, flush);
    return flush;
  };
  return (folder) => {
    const current = running.get(folder);
    if (!current) return start(folder);
    const known = waiting.get(folder);
    if (known) return known;
    // A flush that runs already may have missed the latest names: its failure is not ours either.
    const next = current
      .catch(() => {})
      .then(() => {
        waiting.delete(folder);
        return start(folder);
      });
    waiting.set(folder, next);
    return next;
  };
}
