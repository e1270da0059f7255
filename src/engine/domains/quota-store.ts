// What accounts have sent today, on disk. The last second may be lost in a crash, which lets a user send a little more on that day.
import { z } from 'zod';
import { DailyQuota, type DailyUsage } from '../../pipeline/daily-quota.ts';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { openRecordLog } from '../store/record-log.ts';

const count = z.number().int().min(0);
/** Changes of one flush: their day; account, messages, bytes, all counted from the beginning of that day. */
const changesRecord = z.object({ day: z.string(), used: z.array(z.tuple([z.string(), count, count])) });
type Changes = z.output<typeof changesRecord>;

interface QuotaStoreOptions {
  readonly fs: FileSystem;
  /** Path of the log; its folder exists. */
  readonly path: string;
  readonly timeZone: string;
  readonly log: EventLog;
}

export interface QuotaStore {
  readonly quota: DailyQuota;
  /** Writes what changed since the last time. */
  flush(): Promise<void>;
  /** Ends the regular flushes and writes the rest. */
  close(): Promise<void>;
}

const FLUSH_SECONDS = 1;
/** Accounts in one record of a rewritten log: keeps a record small. */
const SNAPSHOT_CHUNK = 500;
/** The log is rewritten when it holds this many changes more than twice the accounts of today [A]. */
const SPARE_CHANGES = 10_000;

function* snapshotOf(quota: DailyQuota | null): Generator<Changes> {
  if (quota === null) return;
  const { day, usage } = quota.state;
  let used: Changes['used'] = [];
  for (const [account, { messages, bytes }] of usage) {
    used.push([account, messages, bytes]);
    if (used.length < SNAPSHOT_CHUNK) continue;
    yield { day, used };
    used = [];
  }
  if (used.length > 0) yield { day, used };
}

export async function openQuotaStore({ fs, path, timeZone, log }: QuotaStoreOptions): Promise<QuotaStore> {
  let quota: DailyQuota | null = null;
  const opened = await openRecordLog(fs, path, () => snapshotOf(quota));
  let day = '';
  const known = new Map<string, DailyUsage>();
  let changesInLog = 0;
  for (const record of opened.records) {
    const { data } = changesRecord.safeParse(record);
    if (data === undefined) continue;
    if (data.day !== day) known.clear();
    day = data.day;
    changesInLog += data.used.length;
    for (const [account, messages, bytes] of data.used)
      if (messages === 0) known.delete(account);
      else known.set(account, { messages, bytes });
  }
  let dirtyDay = day;
  let dirty = new Map<string, DailyUsage>();
  const live = new DailyQuota(timeZone, { day, usage: known }, (changedDay, account, usage) => {
    // What is left of another day is of no use to anybody.
    if (changedDay !== dirtyDay) dirty.clear();
    dirtyDay = changedDay;
    dirty.set(account, usage);
  });
  quota = live;
  const rewrite = async (): Promise<void> => {
    await opened.log.rewrite();
    changesInLog = live.size;
  };
  if (opened.state === 'damaged') log('quota.damaged', { path, accounts: known.size });
  if (opened.state !== 'whole') await rewrite();

  const flush = async (): Promise<void> => {
    if (dirty.size === 0) return;
    const used: Changes['used'] = [...dirty].map(([account, { messages, bytes }]) => [account, messages, bytes]);
    dirty = new Map();
    try {
      await opened.log.append({ day: dirtyDay, used });
      changesInLog += used.length;
      if (changesInLog > 2 * live.size + SPARE_CHANGES) await rewrite();
    } catch (error) {
      // The counts in memory still have them: the next flush rewrites the log from it.
      log('quota.unwritten', { path, error: String(error) });
    }
  };
  const timer = setInterval(() => void flush(), FLUSH_SECONDS * 1000);
  timer.unref();

  return {
    quota: live,
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
