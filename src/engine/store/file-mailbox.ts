// A mailbox as a folder: one file a message, and an index log. The order of the writes is what keeps mail through a crash.
import { join } from 'node:path';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { createLane } from './lane.ts';
import type { Mailbox, MailboxChange, StoredMessage } from './mail-store.ts';
import { type IndexedMessage, type IndexRecord, MailboxIndex } from './mailbox-index.ts';
import { deliveryKey, messageFileName } from './message-file.ts';
import { openRecordLog } from './record-log.ts';
import { recoverMailbox } from './recover-mailbox.ts';
import { writeAside } from './write-file.ts';

interface FileMailboxOptions {
  readonly fs: FileSystem;
  /** Folder of the mailbox; it exists. */
  readonly folder: string;
  readonly name: string;
  readonly now: () => number;
  /** A UIDVALIDITY that this account never had, above `previous`. */
  readonly newUidValidity: (previous: number) => number;
  readonly log: EventLog;
}

export interface FileMailbox extends Mailbox {
  /** Waits for running work and refuses all that comes after. */
  close(): Promise<void>;
}

/** A message that is flushed aside and waits for its place. */
interface Arrival {
  readonly aside: string;
  readonly key: string | null;
  readonly sizeBytes: number;
  readonly dateSeconds: number;
  readonly flags: string[];
  resolve(stored: StoredMessage): void;
  reject(error: unknown): void;
}

interface Placed {
  readonly path: string;
  readonly record: Extract<IndexRecord, { is: 'message' }>;
  /** Who waits for it: the same delivery may come twice at once. */
  readonly others: Pick<Arrival, 'resolve' | 'reject'>[];
}

/** Folders within that of a mailbox. */
export const MAILBOX_FOLDERS = { messages: 'messages', aside: 'tmp' } as const;

/** The log is rewritten when it holds this many records more than twice what the mailbox needs [A]. */
const SPARE_RECORDS = 1000;

export async function openFileMailbox(options: FileMailboxOptions): Promise<FileMailbox> {
  const { fs, folder, name, now, log } = options;
  const messages = join(folder, MAILBOX_FOLDERS.messages);
  const asideFolder = join(folder, MAILBOX_FOLDERS.aside);
  for (const left of await fs.list(asideFolder)) await fs.remove(join(asideFolder, left));

  const index = new MailboxIndex();
  const opened = await openRecordLog(fs, join(folder, 'index.log'), () => index.records());
  const understood = opened.records.map((record) => index.applyUnknown(record)).every((known) => known);
  const trusted = understood && index.uidValidity !== null && (opened.state === 'whole' || opened.state === 'torn');
  const changed = await recoverMailbox({ fs, folder: messages, index, trusted, log });
  if (!trusted) {
    if (opened.state !== 'missing') log('store.damaged', { folder });
    index.uidValidity = options.newUidValidity(index.uidValidity ?? 0);
  }
  const uidValidity = index.uidValidity ?? options.newUidValidity(0);
  const indexLog = opened.log;
  if (changed || !trusted || opened.state !== 'whole') await indexLog.rewrite();

  const lane = createLane();
  const listeners = new Set<(change: MailboxChange, uid: number) => void>();
  let closed = false;
  let asideCount = 0;
  const pathOf = ({ uid, internalDateSeconds, key }: IndexedMessage): string =>
    join(messages, messageFileName({ uid, dateSeconds: internalDateSeconds, key }));
  const tell = (change: MailboxChange, uid: number): void => {
    for (const listener of listeners) listener(change, uid);
  };
  const inLane = <T>(work: () => Promise<T>): Promise<T> =>
    lane(async () => {
      if (closed) throw new Error(`the mailbox ${name} is closed`);
      return work();
    });
  const write = async (...records: IndexRecord[]): Promise<void> => {
    await indexLog.appendAll(records);
    for (const record of records) index.apply(record);
    if (indexLog.length < 2 * index.size + SPARE_RECORDS) return;
    await indexLog.rewrite().catch((error: unknown) => log('store.rewrite', { folder, error: String(error) }));
  };
  /** What an earlier delivery under this key stored, be it still there or not. */
  const earlier = (key: string | null, sizeBytes: number, internalDateSeconds: number): StoredMessage | null => {
    const uid = key === null ? null : index.uidOfDelivery(key);
    if (uid === null) return null;
    return index.get(uid) ?? { uid, sizeBytes, internalDateSeconds, flags: new Set() };
  };

  const arrivals: Arrival[] = [];
  const refuseAll = async (error: unknown): Promise<void> => {
    for (const { aside, reject } of arrivals.splice(0)) {
      await fs.remove(aside).catch(() => {});
      reject(error);
    }
  };
  /** Takes in all messages that wait, with one flush of the folder and one of the log. */
  const takeIn = async (): Promise<void> => {
    const placed: Placed[] = [];
    for (const arrival of arrivals.splice(0)) {
      const { aside, key, sizeBytes, dateSeconds, flags, resolve, reject } = arrival;
      try {
        const meanwhile = earlier(key, sizeBytes, dateSeconds);
        const twin = key === null ? undefined : placed.find((other) => other.record.key === key);
        if (meanwhile || twin) {
          await fs.remove(aside);
          if (meanwhile) resolve(meanwhile);
          else twin?.others.push({ resolve, reject });
          continue;
        }
        // The uid is used up even if the rest fails: it may already stand in a name on the disk.
        const uid = index.uidNext;
        index.uidNext += 1;
        const path = join(messages, messageFileName({ uid, dateSeconds, key }));
        await fs.rename(aside, path);
        placed.push({ path, record: { is: 'message', uid, dateSeconds, sizeBytes, flags, key }, others: [arrival] });
      } catch (error) {
        await fs.remove(aside).catch(() => {});
        reject(error);
      }
    }
    if (placed.length === 0) return;
    try {
      await fs.syncFolder(messages);
      await write(...placed.map(({ record }) => record));
    } catch (error) {
      for (const { path, others } of placed) {
        await fs.remove(path).catch(() => {});
        for (const { reject } of others) reject(error);
      }
      return;
    }
    for (const { record, others } of placed) {
      const { uid, sizeBytes, dateSeconds, flags } = record;
      tell('appended', uid);
      const stored = index.get(uid) ?? { uid, sizeBytes, internalDateSeconds: dateSeconds, flags: new Set(flags) };
      for (const { resolve } of others) resolve(stored);
    }
  };

  return {
    name,
    status: () => ({ uidValidity, uidNext: index.uidNext, messages: index.size, unseen: index.unseen }),
    list: () => index.list(),

    async read(uid) {
      const found = index.get(uid);
      return found ? fs.read(pathOf(found)) : null;
    },

    async append(message, { flags = [], internalDateSeconds = now(), deliveryId }) {
      const dateSeconds = Math.floor(internalDateSeconds);
      const key = deliveryId === undefined ? null : deliveryKey(deliveryId);
      const sizeBytes = message.length;
      const known = earlier(key, sizeBytes, dateSeconds);
      if (known) return known;
      asideCount += 1;
      const aside = join(asideFolder, String(asideCount));
      await writeAside(fs, aside, [message]);
      return new Promise((resolve, reject) => {
        arrivals.push({ aside, key, sizeBytes, dateSeconds, flags: [...new Set(flags)], resolve, reject });
        // Whoever is first in the lane takes all that have come until then.
        if (arrivals.length === 1) void inLane(takeIn).catch(refuseAll);
      });
    },

    setFlags: (uid, flags) =>
      inLane(async () => {
        if (!index.get(uid)) return null;
        await write({ is: 'flags', uid, flags: [...new Set(flags)] });
        tell('flags', uid);
        return index.get(uid);
      }),

    expunge: (uids) =>
      inLane(async () => {
        const found = [...new Set(uids)].flatMap((uid) => index.get(uid) ?? []).sort((a, b) => a.uid - b.uid);
        if (found.length === 0) return [];
        const gone = found.map(({ uid }) => uid);
        await write({ is: 'gone', uids: gone });
        for (const message of found)
          await fs
            .remove(pathOf(message))
            .catch((error: unknown) => log('store.remove', { folder, uid: message.uid, error: String(error) }));
        for (const uid of gone) tell('expunged', uid);
        return gone;
      }),

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close: () =>
      lane(async () => {
        closed = true;
      }),
  };
}
