// Where responsibility begins: a message is durable in the spool before its sender hears 250. One file a message.
import { join } from 'node:path';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { createSharedSync } from '../store/shared-sync.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';
import { decodeEntry, type Entry, encodeEntry } from './entry.ts';
import type { Envelope } from './envelope.ts';

export interface Spool {
  /** Durable when resolved. Rejects with the system's error, and then nothing of it is kept. */
  keep(envelope: Envelope, message: Uint8Array): Promise<void>;
  /** Ids of all messages kept, oldest first. */
  ids(): Promise<readonly string[]>;
  /** Null when there is no such message, or it is damaged: then its file was moved aside and reported. */
  read(id: string): Promise<Entry | null>;
  /** May come back after a crash: what is done with an entry must bear to be done again. */
  remove(id: string): Promise<void>;
  /** Keeps a message for an administrator. Durable when resolved; the same id is kept once. */
  quarantine(envelope: Envelope, message: Uint8Array): Promise<void>;
}

/** @param folder the data folder; it exists */
export async function openSpool(fs: FileSystem, folder: string, log: EventLog): Promise<Spool> {
  const spool = join(folder, 'spool');
  const [aside, active, damaged, held] = [
    join(spool, 'tmp'),
    join(spool, 'active'),
    join(spool, 'damaged'),
    join(folder, 'quarantine'),
  ];
  for (const path of [aside, active, damaged, held]) await fs.makeFolder(path);
  for (const path of [spool, folder]) await fs.syncFolder(path);
  // What was being written when the last run ended was never acknowledged.
  for (const left of await fs.list(aside)) await fs.remove(join(aside, left));

  const syncFolder = createSharedSync(fs);
  const write = async (place: string, envelope: Envelope, message: Uint8Array): Promise<void> => {
    const temporary = join(aside, `${envelope.id}.${place === active ? 'active' : 'held'}`);
    await fs.remove(temporary);
    await writeAside(fs, temporary, encodeEntry(envelope, message));
    await moveIntoPlace(fs, temporary, join(place, envelope.id), syncFolder);
  };

  return {
    keep: (envelope, message) => write(active, envelope, message),
    ids: async () => [...(await fs.list(active))].sort(),
    async read(id) {
      const bytes = await fs.read(join(active, id));
      if (bytes === null) return null;
      const entry = decodeEntry(bytes);
      if (entry === null) {
        await fs.rename(join(active, id), join(damaged, id));
        log('spool.damaged', { id, movedTo: join(damaged, id) });
      }
      return entry;
    },
    remove: (id) => fs.remove(join(active, id)),
    async quarantine(envelope, message) {
      const known = (await fs.list(held)).includes(envelope.id);
      if (!known) await write(held, envelope, message);
      else await syncFolder(held);
    },
  };
}
