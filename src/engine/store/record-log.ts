// An append-only log of small records, each with length, checksum and end mark. Knows neither mail nor what its records mean.
import { dirname } from 'node:path';
import type { FileSystem } from '../ports/file-system.ts';
import { type Frames, frame, readFrames } from './frame.ts';
import { createLane } from './lane.ts';
import { writeAside } from './write-file.ts';

export interface RecordLog {
  /** Durable when resolved. After a failure the log is rewritten from its owner's snapshot before anything is added. */
  append(record: unknown): Promise<void>;
  /** The same for several: one write and one flush. */
  appendAll(records: readonly unknown[]): Promise<void>;
  /** Replaces the log by the snapshot. */
  rewrite(): Promise<void>;
  /** Records in the file, for the owner's decision when to rewrite. */
  readonly length: number;
}

export interface OpenedLog {
  readonly log: RecordLog;
  readonly records: readonly unknown[];
  /** Anything but `whole` asks the owner to take in what is there and to rewrite. */
  readonly state: Frames['state'] | 'missing';
}

const encoded = (records: Iterable<unknown>): Uint8Array[] =>
  [...records].flatMap((record) => frame(Buffer.from(JSON.stringify(record))));

/** @param snapshot the records that stand for the owner's whole state, the one being appended not included */
export async function openRecordLog(
  fs: FileSystem,
  path: string,
  snapshot: () => Iterable<unknown>,
): Promise<OpenedLog> {
  const aside = `${path}.new`;
  await fs.remove(aside);
  const bytes = await fs.read(path);
  const { payloads, state } = bytes === null ? { payloads: [], state: 'missing' as const } : readFrames(bytes);
  const records = payloads.map((payload): unknown => JSON.parse(payload.toString()));
  let length = records.length;
  let sound = state === 'whole';
  const lane = createLane();

  const rewriteNow = async (): Promise<void> => {
    const kept = [...snapshot()];
    await fs.remove(aside);
    await writeAside(fs, aside, [Buffer.concat(encoded(kept))]);
    // The old log is whole until the rename, the new one after it: neither is removed when something fails in between.
    await fs.rename(aside, path);
    await fs.syncFolder(dirname(path));
    length = kept.length;
    sound = true;
  };

  const appendNow = async (records: readonly unknown[]): Promise<void> => {
    if (!sound) await rewriteNow();
    sound = false;
    const file = await fs.open(path, 'append');
    try {
      await file.write(Buffer.concat(encoded(records)));
      await file.sync();
    } finally {
      await file.close();
    }
    sound = true;
    length += records.length;
  };

  const log: RecordLog = {
    append: (record) => lane(() => appendNow([record])),
    appendAll: (records) => lane(() => appendNow(records)),
    rewrite: () => lane(rewriteNow),
    get length() {
      return length;
    },
  };
  return { log, records, state };
}
