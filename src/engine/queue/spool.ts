// Where responsibility begins: a message is durable in the spool before its sender hears 250. One file a message.
import { join } from 'node:path';
import { MIB } from '../../core/units.ts';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { frame, readFrames } from '../store/frame.ts';
import { createSharedSync } from '../store/shared-sync.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';
import { decodeEntry, decodeHead, type Entry, type EntryHead, encodeEntry, headLength } from './entry.ts';
import type { Envelope } from './envelope.ts';
import { RecentEntries } from './recent-entries.ts';

export interface Spool {
  /** Durable when resolved. Rejects with the system's error, and then nothing of it is kept. */
  keep(envelope: Envelope, message: Uint8Array): Promise<void>;
  /** Ids of all messages kept, oldest first. */
  ids(): Promise<readonly string[]>;
  /** Null when there is no such message, or it is damaged: then its file was moved aside and reported. */
  read(id: string): Promise<Entry | null>;
  /** The same without reading the message. */
  head(id: string): Promise<EntryHead | null>;
  /** @param durably otherwise it may come back after a power loss, and what is done with it must bear to be done again */
  remove(id: string, durably: boolean): Promise<void>;
  /** Keeps a message for an administrator. Durable when resolved; the same id is kept once. */
  quarantine(envelope: Envelope, message: Uint8Array): Promise<void>;
  /** The message as it leaves for other servers. Whole or not there after a crash. */
  keepOutgoing(id: string, message: Uint8Array): Promise<void>;
  /** Null when there is none. */
  readOutgoing(id: string): Promise<Buffer | null>;
}

/** First read of a head: enough for most envelopes. */
const HEAD_BYTES = 16_384;
/** Beyond this an envelope is damage: a thousand recipients with their trails are a few megabytes [A]. */
const MAX_HEAD_BYTES = 64 * 1024 * 1024;

/** Of messages kept a moment ago [A]. */
const RECENT_BYTES = 8 * MIB;

/** @param folder the data folder; it exists */
export async function openSpool(fs: FileSystem, folder: string, log: EventLog): Promise<Spool> {
  const spool = join(folder, 'spool');
  const [aside, kept, outgoing, damaged, held] = [
    join(spool, 'tmp'),
    join(spool, 'queue'),
    join(spool, 'outgoing'),
    join(spool, 'damaged'),
    join(folder, 'quarantine'),
  ];
  for (const path of [aside, kept, outgoing, damaged, held]) await fs.makeFolder(path);
  for (const path of [spool, folder]) await fs.syncFolder(path);
  // What was being written when the last run ended was never acknowledged.
  for (const left of await fs.list(aside)) await fs.remove(join(aside, left));
  const queued = new Set(await fs.list(kept));
  /** Ids of messages that have a file of their own for other servers: few have. */
  const prepared = new Set(await fs.list(outgoing));
  for (const left of prepared) {
    if (queued.has(left)) continue;
    await fs.remove(join(outgoing, left));
    prepared.delete(left);
  }

  const syncFolder = createSharedSync(fs);
  const recent = new RecentEntries(RECENT_BYTES);
  const write = async (place: string, envelope: Envelope, message: Uint8Array): Promise<void> => {
    const temporary = join(aside, `${envelope.id}.${place === kept ? 'queue' : 'held'}`);
    const parts = encodeEntry(envelope, message);
    await writeAside(fs, temporary, parts).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      await fs.remove(temporary);
      await writeAside(fs, temporary, parts);
    });
    await moveIntoPlace(fs, temporary, join(place, envelope.id), syncFolder);
  };
  const soundOr = async <T>(id: string, decoded: T | null): Promise<T | null> => {
    if (decoded !== null) return decoded;
    await fs.rename(join(kept, id), join(damaged, id));
    log('spool.damaged', { id, movedTo: join(damaged, id) });
    return null;
  };

  return {
    async keep(envelope, message) {
      await write(kept, envelope, message);
      recent.put({ envelope, message: Buffer.from(message.buffer, message.byteOffset, message.length) });
    },
    ids: async () => [...(await fs.list(kept))].sort(),
    async read(id) {
      const known = recent.get(id);
      if (known !== null) return known;
      const bytes = await fs.read(join(kept, id));
      return bytes === null ? null : soundOr(id, decodeEntry(bytes));
    },
    async head(id) {
      const known = recent.get(id);
      if (known !== null) return { envelope: known.envelope, sizeBytes: known.message.length };
      let bytes = await fs.readPart(join(kept, id), 0, HEAD_BYTES);
      if (bytes === null) return null;
      const wanted = headLength(bytes);
      if (wanted === null || wanted > MAX_HEAD_BYTES) return soundOr(id, null);
      if (wanted > bytes.length) bytes = await fs.readPart(join(kept, id), 0, wanted);
      return bytes === null ? null : soundOr(id, decodeHead(bytes.subarray(0, wanted)));
    },
    async remove(id, durably) {
      recent.delete(id);
      await fs.remove(join(kept, id));
      if (durably) await syncFolder(kept);
      if (prepared.delete(id)) await fs.remove(join(outgoing, id));
    },
    async quarantine(envelope, message) {
      const known = (await fs.list(held)).includes(envelope.id);
      if (!known) await write(held, envelope, message);
      else await syncFolder(held);
    },
    async keepOutgoing(id, message) {
      const temporary = join(aside, `${id}.outgoing`);
      await fs.remove(temporary);
      await writeAside(fs, temporary, frame(message));
      prepared.add(id);
      await fs.rename(temporary, join(outgoing, id));
    },
    async readOutgoing(id) {
      const bytes = prepared.has(id) ? await fs.read(join(outgoing, id)) : null;
      const { payloads, state } = readFrames(bytes ?? Buffer.alloc(0));
      return state === 'whole' ? (payloads[0] ?? null) : null;
    },
  };
}
