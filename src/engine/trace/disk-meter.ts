// A disk that counts what goes over it and how long its flushes take. Changes nothing of what it does, and costs one promise a call at most.
import type { FileSystem, OpenFile } from '../ports/file-system.ts';
import type { SyncWaits } from './sync-waits.ts';

export interface DiskUse {
  readonly readBytes: number;
  /** Asked to be written: a failure may have left less. */
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

class Counts implements DiskUse {
  readBytes = 0;
  writtenBytes = 0;
  syncs = 0;
  syncSeconds = 0;
  readonly #onSync: ((seconds: number) => void) | undefined;

  constructor(onSync: ((seconds: number) => void) | undefined) {
    this.#onSync = onSync;
  }

  read(bytes: Buffer | null): Buffer | null {
    this.readBytes += bytes?.length ?? 0;
    return bytes;
  }

  synced(seconds: number): void {
    this.syncs += 1;
    this.syncSeconds += seconds;
    this.#onSync?.(seconds);
  }
}

class MeteredFile implements OpenFile {
  readonly #file: OpenFile;
  readonly #counts: Counts;
  readonly #timed: (flush: Promise<void>) => Promise<void>;

  /** @param timed counts a flush of this file */
  constructor(file: OpenFile, counts: Counts, timed: (flush: Promise<void>) => Promise<void>) {
    this.#file = file;
    this.#counts = counts;
    this.#timed = timed;
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#counts.writtenBytes += bytes.length;
    return this.#file.write(bytes);
  }

  sync(): Promise<void> {
    return this.#timed(this.#file.sync());
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

export function createDiskMeter(fs: FileSystem, { now, onSync, waits }: DiskMeterOptions): DiskMeter {
  const use = new Counts(onSync);
  /** Counts a flush. @param done told how long it took, when it succeeded */
  const timed = (flush: Promise<void>, done?: (seconds: number) => void): Promise<void> => {
    const begun = now();
    return flush.then(
      () => {
        const seconds = now() - begun;
        use.synced(seconds);
        done?.(seconds);
      },
      (error) => {
        use.synced(now() - begun);
        throw error;
      },
    );
  };
  const counted = (bytes: Buffer | null): Buffer | null => use.read(bytes);
  return {
    use,
    fs: {
      ...fs,
      read: (path) => fs.read(path).then(counted),
      readPart: (path, start, length) => fs.readPart(path, start, length).then(counted),
      open(path, mode) {
        const ofFile = (flush: Promise<void>): Promise<void> =>
          timed(flush, waits && ((seconds) => waits.fileSynced(path, seconds)));
        return fs.open(path, mode).then((file) => new MeteredFile(file, use, ofFile));
      },
      rename: waits ? (from, to) => fs.rename(from, to).then(() => waits.moved(to, now())) : fs.rename,
      syncFolder(path) {
        const synced = waits?.folderSyncing(path);
        return timed(fs.syncFolder(path), synced && (() => synced(now())));
      },
    },
  };
}
