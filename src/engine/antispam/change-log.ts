// Changes of a table in memory, kept on disk: gathered for a second and appended as one record. The last second may be lost in a crash.
// Knows nothing of what the changes mean.
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { openRecordLog } from '../store/record-log.ts';

interface ChangeLogOptions<Change> {
  readonly fs: FileSystem;
  /** Path of the log; its folder exists. */
  readonly path: string;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Called for every change found, oldest first, before the log is handed out. @returns the change; null when it knows none such */
  readonly take: (change: unknown) => Change | null;
  /** Changes that stand for the whole table. */
  readonly snapshot: () => Iterable<Change>;
  /** How much room a change takes, in entries of the table. */
  readonly weight: (change: Change) => number;
  /** Entries of the table. */
  readonly size: () => number;
}

export interface ChangeLog<Change> {
  add(change: Change): void;
  /** Writes what was added. Never rejects. */
  flush(): Promise<void>;
  /** Writes the rest. */
  close(): Promise<void>;
}

const FLUSH_SECONDS = 1;
/** Changes in one record: keeps a record small. */
const RECORD_CHANGES = 500;
/** The log is rewritten when it holds this many entries more than twice the table [A]. */
const SPARE_ENTRIES = 100_000;

export async function openChangeLog<Change>(options: ChangeLogOptions<Change>): Promise<ChangeLog<Change>> {
  const { fs, path, clock, log, take, snapshot, weight, size } = options;
  function* records(): Generator<readonly Change[]> {
    let chunk: Change[] = [];
    for (const change of snapshot()) {
      chunk.push(change);
      if (chunk.length < RECORD_CHANGES) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  }
  const opened = await openRecordLog(fs, path, records);
  let entries = 0;
  for (const record of opened.records)
    for (const found of Array.isArray(record) ? record : []) {
      const change = take(found);
      if (change !== null) entries += weight(change);
    }
  const rewrite = async (): Promise<void> => {
    await opened.log.rewrite();
    entries = size();
  };
  if (opened.state === 'damaged') log('antispam.store.damaged', { path, kept: size() });
  if (opened.state !== 'whole') await rewrite();

  let waiting: Change[] = [];
  let callOff: (() => void) | null = null;
  const flush = async (): Promise<void> => {
    callOff?.();
    callOff = null;
    if (waiting.length === 0) return;
    const changes = waiting;
    waiting = [];
    try {
      await opened.log.append(changes);
      entries += changes.reduce((sum, change) => sum + weight(change), 0);
      if (entries > 2 * size() + SPARE_ENTRIES) await rewrite();
    } catch (error) {
      // The table in memory still has them: the next flush rewrites the log from it.
      log('antispam.store.unwritten', { path, error: String(error) });
    }
  };
  return {
    add(change) {
      waiting.push(change);
      callOff ??= clock.after(FLUSH_SECONDS, () => void flush());
    },
    flush,
    close: flush,
  };
}
