// A disk that counts what goes over it and how long its flushes take. Changes nothing of what it does.
import type { FileSystem } from '../ports/file-system.ts';
import type { SyncWaits } from './sync-waits.ts';

export interface DiskUse {
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly syncs: number;
  readonly syncSeconds: number;
}

interface DiskMeterOptions {
  /** Seconds of a steady clock. */
  readonly now: () => number;
  /** Told of every flush of a file or a folder. */
  readonly onSync?: (seconds: number) => void;
  /** Told of flushes by message, where files are named after messages. */
  readonly waits?: SyncWaits;
}

export interface DiskMeter {
  readonly fs: FileSystem;
  /** Grows as the disk is used. */
  readonly use: DiskUse;
}

export function createDiskMeter(fs: FileSystem, { now, onSync, waits }: DiskMeterOptions): DiskMeter {
  const use = { readBytes: 0, writtenBytes: 0, syncs: 0, syncSeconds: 0 };
  /** @returns the time the flush took */
  const timed = async (flush: Promise<void>): Promise<number> => {
    const begun = now();
    try {
      await flush;
      return now() - begun;
    } finally {
      const seconds = now() - begun;
      use.syncs += 1;
      use.syncSeconds += seconds;
      onSync?.(seconds);
    }
  };
  const counted = async (work: Promise<Buffer | null>): Promise<Buffer | null> => {
    const bytes = await work;
    use.readBytes += bytes?.length ?? 0;
    return bytes;
  };
  return {
    use,
    fs: {
      ...fs,
      read: (path) => counted(fs.read(path)),
      readPart: (path, start, length) => counted(fs.readPart(path, start, length)),
      async open(path, mode) {
        const file = await fs.open(path, mode);
        return {
          ...file,
          async write(bytes) {
            await file.write(bytes);
            use.writtenBytes += bytes.length;
          },
          async sync() {
            const seconds = await timed(file.sync());
            waits?.fileSynced(path, seconds);
          },
        };
      },
      async rename(from, to) {
        await fs.rename(from, to);
        waits?.moved(to, now());
      },
      async syncFolder(path) {
        const synced = waits?.folderSyncing(path);
        await timed(fs.syncFolder(path));
        synced?.(now());
      },
    },
  };
}
