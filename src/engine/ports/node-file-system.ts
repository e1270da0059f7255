// The disk of this machine. Files are readable by their owner alone.
import { close, fsync, open as openFile, write } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { FileSystem } from './file-system.ts';

const OWNER_FILE = 0o600;
const OWNER_FOLDER = 0o700;

/** `instead` when the file or folder is missing; every other error goes on. */
const unlessMissing = async <T, U>(work: Promise<T>, instead: U): Promise<T | U> => {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
    throw error;
  }
};

// Plain descriptors: a FileHandle costs the one thread twice as much a call.
const opened = promisify(openFile) as (path: string, flags: string, mode?: number) => Promise<number>;
const written = promisify(write) as (
  descriptor: number,
  bytes: Uint8Array,
  at: number,
) => Promise<{ readonly bytesWritten: number }>;
const flushed = promisify(fsync);
const closed = promisify(close);

async function readPart(path: string, start: number, length: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export const NODE_FILE_SYSTEM: FileSystem = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: OWNER_FOLDER });
  },
  list: (folder) => unlessMissing(readdir(folder), []),
  read: (path) => unlessMissing(readFile(path), null),
  readPart: (path, start, length) => unlessMissing(readPart(path, start, length), null),
  async open(path, mode) {
    const descriptor = await opened(path, mode === 'new' ? 'wx' : 'a', OWNER_FILE);
    return {
      async write(bytes) {
        for (let at = 0; at < bytes.length; ) at += (await written(descriptor, bytes, at)).bytesWritten;
      },
      sync: () => flushed(descriptor),
      close: () => closed(descriptor),
    };
  },
  rename,
  // Not rm, which looks at the file first, and on the one thread.
  remove: (path) => unlessMissing(unlink(path), undefined),
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
  async syncFolder(path) {
    const descriptor = await opened(path, 'r');
    try {
      await flushed(descriptor);
    } finally {
      await closed(descriptor);
    }
  },
};
