// Brings the index of a mailbox and its files together at start: after a crash, after damage, after a restore from a backup.
import { join } from 'node:path';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { MailboxIndex } from './mailbox-index.ts';
import { messageFileName, parseMessageFileName } from './message-file.ts';

interface Recovery {
  readonly fs: FileSystem;
  /** Folder of the message files. */
  readonly folder: string;
  readonly index: MailboxIndex;
  /** The log was whole, or only its last record was torn: then a file that it does not know was expunged or never acknowledged. */
  readonly trusted: boolean;
  readonly log: EventLog;
}

/** @returns true when the index changed and its log must be rewritten. */
export async function recoverMailbox({ fs, folder, index, trusted, log }: Recovery): Promise<boolean> {
  const uidNext = index.uidNext;
  let changed = false;
  const names = await fs.list(folder);
  const present = new Set(names);
  for (const { uid, internalDateSeconds, key } of index.list()) {
    if (present.has(messageFileName({ uid, dateSeconds: internalDateSeconds, key }))) continue;
    log('store.missing', { folder, uid });
    index.drop(uid);
    changed = true;
  }
  for (const name of [...names].sort()) {
    const file = parseMessageFileName(name);
    if (file === null || index.get(file.uid) !== null) continue;
    const delivered = file.key === null ? null : index.uidOfDelivery(file.key);
    if ((trusted && file.uid < uidNext) || delivered !== null) {
      await fs.remove(join(folder, name));
      continue;
    }
    const bytes = await fs.read(join(folder, name));
    index.apply({ is: 'message', ...file, sizeBytes: bytes?.length ?? 0, flags: [] });
    log('store.adopted', { folder, uid: file.uid });
    changed = true;
  }
  return changed;
}
