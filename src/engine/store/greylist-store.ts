// The greylist table on disk. The last second may be lost in a crash, which delays a sender once more; what is kept is sound.

import { z } from 'zod';
import { GREYLIST_MEMORY, type GreylistMemory, GreylistTable } from '../../pipeline/greylist-table.ts';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { openRecordLog } from './record-log.ts';

/** Changes of one flush: triplet, first seen, last seen. */
const changesRecord = z.array(z.tuple([z.string(), z.number(), z.number()]));
type Change = z.output<typeof changesRecord>[number];

interface GreylistStoreOptions {
  readonly fs: FileSystem;
  /** Path of the log; its folder exists. */
  readonly path: string;
  readonly memory?: GreylistMemory;
  readonly log: EventLog;
}

export interface GreylistStore {
  readonly table: GreylistTable;
  /** Writes what changed since the last time. */
  flush(): Promise<void>;
  /** Ends the regular flushes and writes the rest. */
  close(): Promise<void>;
}

const FLUSH_SECONDS = 1;
/** Triplets in one record of a rewritten log: keeps a record small. */
const SNAPSHOT_CHUNK = 500;
/** The log is rewritten when it holds this many changes more than twice the table [A]. */
const SPARE_CHANGES = 10_000;

export async function openGreylistStore(options: GreylistStoreOptions): Promise<GreylistStore> {
  const { fs, path, memory = GREYLIST_MEMORY, log } = options;
  let table: GreylistTable | null = null;
  let dirty = new Map<string, Change>();
  let changesInLog = 0;

  function* snapshot(): Generator<readonly Change[]> {
    let chunk: Change[] = [];
    for (const [key, { firstSeen, lastSeen }] of table?.entries() ?? []) {
      chunk.push([key, firstSeen, lastSeen]);
      if (chunk.length < SNAPSHOT_CHUNK) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  }

  const opened = await openRecordLog(fs, path, snapshot);
  const known = new Map<string, Change>();
  for (const record of opened.records)
    for (const change of changesRecord.safeParse(record).data ?? []) {
      changesInLog += 1;
      known.set(change[0], change);
    }
  const latest = [...known.values()].sort((a, b) => a[2] - b[2]).slice(-memory.maxTriplets);
  const live = new GreylistTable(
    memory,
    latest.map(([key, firstSeen, lastSeen]) => [key, { firstSeen, lastSeen }] as const),
    (key, { firstSeen, lastSeen }) => dirty.set(key, [key, firstSeen, lastSeen]),
  );
  table = live;
  const rewrite = async (): Promise<void> => {
    await opened.log.rewrite();
    changesInLog = live.size;
  };
  if (opened.state === 'damaged') log('greylist.damaged', { path, triplets: live.size });
  if (opened.state !== 'whole') await rewrite();

  const flush = async (): Promise<void> => {
    if (dirty.size === 0) return;
    const changes = [...dirty.values()];
    dirty = new Map();
    try {
      await opened.log.append(changes);
      changesInLog += changes.length;
      if (changesInLog > 2 * live.size + SPARE_CHANGES) await rewrite();
    } catch (error) {
      // The table in memory still has them: the next flush rewrites the log from it.
      log('greylist.unwritten', { path, error: String(error) });
    }
  };
  const timer = setInterval(() => void flush(), FLUSH_SECONDS * 1000);
  timer.unref();

  return {
    table: live,
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
