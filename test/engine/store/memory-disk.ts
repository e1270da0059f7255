// A disk in memory that forgets what was not synced when it crashes, and that fails or crashes at a given step. Counts its steps.
import { dirname } from 'node:path';
import type { FileSystem, OpenFile } from '../../../src/engine/ports/file-system.ts';

/** What a crash leaves of unsynced work: nothing, everything (as after kill -9), or a part of it. */
export type CrashKind = 'drop' | 'keep' | 'torn';

interface Inode {
  bytes: Buffer;
  durable: Buffer;
}
type Node = Inode | 'folder';

export class Crash extends Error {}

const errorWith = (code: string): Error => Object.assign(new Error(code), { code });

export interface MemoryDisk {
  readonly fs: FileSystem;
  /** Steps that changed or synced something so far. */
  readonly steps: () => number;
  /** At that step and ever after, everything fails: the machine is gone. */
  crashAt(step: number): void;
  /** That one step fails with the code; a write leaves half of its bytes. */
  failAt(step: number, code: string): void;
  /** The disk as the next start finds it. */
  afterCrash(kind: CrashKind): MemoryDisk;
  paths(): string[];
  /** For tests of damage. */
  edit(path: string, change: (bytes: Buffer) => Buffer): void;
}

/** @param unsafe safeguards to switch off, for negative controls */
export function createMemoryDisk(
  unsafe: { readonly noFileSync?: boolean; readonly noFolderSync?: boolean } = {},
  start: ReadonlyMap<string, Node> = new Map<string, Node>([['/', 'folder']]),
): MemoryDisk {
  const now = new Map(start);
  /** Names as they would be found after a crash. */
  const durable = new Map(start);
  let steps = 0;
  let crashStep = Number.POSITIVE_INFINITY;
  let failure: { readonly step: number; readonly code: string } | null = null;

  const step = async (): Promise<void> => {
    // Other work may run between any two steps, as on a real disk.
    await Promise.resolve();
    steps += 1;
    if (steps >= crashStep) throw new Crash(`crashed at step ${steps}`);
    if (failure?.step === steps) throw errorWith(failure.code);
  };
  const alive = (): void => {
    if (steps >= crashStep) throw new Crash('crashed');
  };
  const below = (folder: string, names: ReadonlyMap<string, Node>): string[] =>
    [...names.keys()].filter((path) => path !== '/' && dirname(path) === folder);
  const folderOf = (path: string): void => {
    if (now.get(dirname(path)) !== 'folder') throw errorWith('ENOENT');
  };

  const fs: FileSystem = {
    async makeFolder(path) {
      if (now.get(path) === 'folder') return;
      if (path !== '/') await fs.makeFolder(dirname(path));
      await step();
      now.set(path, 'folder');
    },
    async list(folder) {
      alive();
      return below(folder, now).map((path) => path.slice(folder === '/' ? 1 : folder.length + 1));
    },
    async read(path) {
      alive();
      const node = now.get(path);
      return node === undefined || node === 'folder' ? null : Buffer.from(node.bytes);
    },
    async readPart(path, start, length) {
      return (await fs.read(path))?.subarray(start, start + length) ?? null;
    },
    async open(path, mode): Promise<OpenFile> {
      folderOf(path);
      const found = now.get(path);
      if (found === 'folder') throw errorWith('EISDIR');
      if (found && mode === 'new') throw errorWith('EEXIST');
      if (!found) await step();
      else alive();
      const inode: Inode = found ?? { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) };
      now.set(path, inode);
      return {
        async write(bytes) {
          try {
            await step();
          } catch (error) {
            if (!(error instanceof Crash))
              inode.bytes = Buffer.concat([inode.bytes, bytes.subarray(0, bytes.length / 2)]);
            throw error;
          }
          inode.bytes = Buffer.concat([inode.bytes, bytes]);
        },
        async sync() {
          await step();
          if (!unsafe.noFileSync) inode.durable = inode.bytes;
        },
        async close() {
          alive();
        },
      };
    },
    async rename(from, to) {
      await step();
      const node = now.get(from);
      if (node === undefined) throw errorWith('ENOENT');
      folderOf(to);
      for (const [path, inner] of [...now])
        if (path === from || path.startsWith(`${from}/`)) {
          now.delete(path);
          now.set(to + path.slice(from.length), inner);
        }
    },
    async remove(path) {
      if (!now.has(path)) return alive();
      await step();
      now.delete(path);
    },
    async removeFolder(path) {
      await step();
      for (const inner of [...now.keys()]) if (inner === path || inner.startsWith(`${path}/`)) now.delete(inner);
    },
    async syncFolder(path) {
      await step();
      if (now.get(path) !== 'folder') throw errorWith('ENOENT');
      if (unsafe.noFolderSync) return;
      for (const old of below(path, durable)) if (!now.has(old)) durable.delete(old);
      for (const name of below(path, now)) durable.set(name, now.get(name) as Node);
    },
  };

  return {
    fs,
    steps: () => steps,
    crashAt(at) {
      crashStep = at;
    },
    failAt(at, code) {
      failure = { step: at, code };
    },
    afterCrash(kind) {
      const names = kind === 'drop' ? durable : now;
      const left = (inode: Inode): Buffer => {
        if (kind === 'drop') return inode.durable;
        const extra = inode.bytes.length - inode.durable.length;
        return kind === 'keep' ? inode.bytes : inode.bytes.subarray(0, inode.durable.length + Math.ceil(extra / 2));
      };
      const reachable = (path: string): boolean =>
        path === '/' || (names.get(dirname(path)) === 'folder' && reachable(dirname(path)));
      const image = new Map<string, Node>();
      for (const [path, node] of names) {
        if (!reachable(path)) continue;
        const bytes = node === 'folder' ? null : Buffer.from(left(node));
        image.set(path, bytes === null ? 'folder' : { bytes, durable: bytes });
      }
      return createMemoryDisk(unsafe, image);
    },
    paths: () => [...now.keys()],
    edit(path, change) {
      const node = now.get(path);
      if (node === undefined || node === 'folder') throw new Error(`no file ${path}`);
      node.bytes = change(Buffer.from(node.bytes));
      node.durable = node.bytes;
    },
  };
}
