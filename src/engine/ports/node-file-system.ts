// The disk of this machine. Files are readable by their owner alone.
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
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
    const handle = await open(path, mode === 'new' ? 'wx' : 'a', OWNER_FILE);
    return {
      write: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  rename,
  remove: (path) => unlessMissing(rm(path), undefined),
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
  async syncFolder(path) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
