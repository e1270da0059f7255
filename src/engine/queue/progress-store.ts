// The small append-only file beside a queued message that remembers what happened to its recipients. Most messages never have one.
import { join } from 'node:path';
import type { FileSystem } from '../ports/file-system.ts';
import { frame, readFrames } from '../store/frame.ts';
import { createSharedSync } from '../store/shared-sync.ts';
import { writeAside } from '../store/write-file.ts';
import type { ProgressRecord } from './progress.ts';

export interface ProgressStore {
  /** Ids of messages that have a file. */
  ids(): Promise<readonly string[]>;
  has(id: string): boolean;
  /** Changes in the file of a message, as far as this run has seen it. */
  changes(id: string): number;
  /** Records in the order in which they were kept; what is torn or damaged is left out. */
  read(id: string): Promise<readonly ProgressRecord[]>;
  /** @param durably resolves when the record is on the disk; otherwise a power loss may take it */
  append(id: string, record: ProgressRecord, durably: boolean): Promise<void>;
  /** Replaces the file by one record. Durable when resolved. */
  rewrite(id: string, record: ProgressRecord): Promise<void>;
  remove(id: string): Promise<void>;
}

const encoded = (record: ProgressRecord): Uint8Array => Buffer.concat(frame(Buffer.from(JSON.stringify(record))));

/** One for the record itself. */
const changesIn = ({ changed }: ProgressRecord): number => 1 + changed.length;

/** @param folder the data folder; it exists */
export async function openProgressStore(fs: FileSystem, folder: string): Promise<ProgressStore> {
  const [files, aside] = [join(folder, 'spool', 'progress'), join(folder, 'spool', 'tmp')];
  for (const path of [files, aside]) await fs.makeFolder(path);
  for (const path of [join(folder, 'spool'), files]) await fs.syncFolder(path);
  const syncFolder = createSharedSync(fs);
  /** Files with the number of changes in them, as far as they were looked at. */
  const known = new Map((await fs.list(files)).map((id) => [id, 0]));
  /** Files whose names a power loss may still take. */
  const unsynced = new Set<string>();

  return {
    ids: async () => [...known.keys()],
    has: (id) => known.has(id),
    changes: (id) => known.get(id) ?? 0,
    async read(id) {
      const bytes = known.has(id) ? await fs.read(join(files, id)) : null;
      if (bytes === null) return [];
      const records = readFrames(bytes).payloads.map((payload) => JSON.parse(payload.toString()) as ProgressRecord);
      known.set(
        id,
        records.reduce((sum, record) => sum + changesIn(record), 0),
      );
      return records;
    },
    async append(id, record, durably) {
      const file = await fs.open(join(files, id), 'append');
      try {
        await file.write(encoded(record));
        if (durably) await file.sync();
      } finally {
        await file.close();
      }
      if (!known.has(id)) unsynced.add(id);
      known.set(id, (known.get(id) ?? 0) + changesIn(record));
      if (!durably || !unsynced.has(id)) return;
      await syncFolder(files);
      unsynced.delete(id);
    },
    async rewrite(id, record) {
      const temporary = join(aside, `${id}.progress`);
      await fs.remove(temporary);
      await writeAside(fs, temporary, [encoded(record)]);
      await fs.rename(temporary, join(files, id));
      known.set(id, changesIn(record));
      await syncFolder(files);
      unsynced.delete(id);
    },
    async remove(id) {
      unsynced.delete(id);
      if (known.delete(id)) await fs.remove(join(files, id));
    },
  };
}
