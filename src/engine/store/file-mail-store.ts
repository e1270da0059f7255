// The mail store on disk: a folder an account, in it a folder a mailbox. One live object per mailbox in the process.
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { type FileMailbox, MAILBOX_FOLDERS, openFileMailbox } from './file-mailbox.ts';
import { folderName, nameOfFolder } from './folder-name.ts';
import type { Mailbox, MailStore } from './mail-store.ts';

interface FileMailStoreOptions {
  readonly fs: FileSystem;
  /** Folder of the store; made when missing. */
  readonly folder: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly log: EventLog;
}

/** Mailboxes that every account has from the start: deliveries go there. */
const PERMANENT = ['INBOX', 'Junk'];
/** A mailbox that is being deleted. The dot keeps it apart from all names. */
const GONE_PREFIX = '.gone-';

const canonicalName = (name: string): string => (name.toUpperCase() === 'INBOX' ? 'INBOX' : name);

/** The folder of a name, null when no folder can have it. */
const tryFolderName = (name: string): string | null => {
  try {
    return folderName(name);
  } catch {
    return null;
  }
};

export function createFileMailStore({ fs, folder, now, log }: FileMailStoreOptions): MailStore {
  const live = new Map<string, Promise<FileMailbox>>();
  let lastUidValidity = 0;
  const newUidValidity = (previous: number): number => {
    lastUidValidity = Math.max(lastUidValidity + 1, previous + 1, Math.floor(now()));
    return lastUidValidity;
  };
  const accountFolder = (account: string): string => join(folder, folderName(account.toLowerCase()));

  /** Makes the folders, flushes every name on the way to them, and opens. Even if the folders exist: an earlier flush may have failed. */
  async function make(account: string, name: string): Promise<FileMailbox> {
    const own = accountFolder(account);
    const path = join(own, folderName(name));
    for (const inner of Object.values(MAILBOX_FOLDERS)) await fs.makeFolder(join(path, inner));
    for (const place of [path, own, folder, dirname(folder)]) await fs.syncFolder(place);
    return openFileMailbox({ fs, folder: path, name, now, newUidValidity, log });
  }

  function liveMailbox(account: string, name: string): Promise<FileMailbox> {
    const key = `${account.toLowerCase()}\n${name}`;
    const known = live.get(key);
    if (known) return known;
    const opening = make(account, name);
    live.set(key, opening);
    opening.catch(() => live.delete(key));
    return opening;
  }

  const exists = async (account: string, name: string): Promise<boolean> => {
    const wanted = tryFolderName(name);
    return PERMANENT.includes(name) || (wanted !== null && (await fs.list(accountFolder(account))).includes(wanted));
  };

  return {
    async mailboxNames(account) {
      const names = (await fs.list(accountFolder(account))).flatMap((entry) => nameOfFolder(entry) ?? []);
      return [...new Set([...PERMANENT, ...names.sort()])];
    },

    async open(account, name): Promise<Mailbox | null> {
      const canonical = canonicalName(name);
      return (await exists(account, canonical)) ? liveMailbox(account, canonical) : null;
    },

    create: async (account, name): Promise<Mailbox> => liveMailbox(account, canonicalName(name)),

    async delete(account, name) {
      const canonical = canonicalName(name);
      if (PERMANENT.includes(canonical) || !(await exists(account, canonical))) return false;
      const mailbox = await liveMailbox(account, canonical);
      await mailbox.close();
      const own = accountFolder(account);
      const gone = join(own, `${GONE_PREFIX}${randomBytes(8).toString('hex')}`);
      await fs.rename(join(own, folderName(canonical)), gone);
      live.delete(`${account.toLowerCase()}\n${canonical}`);
      await fs.syncFolder(own);
      await fs.removeFolder(gone);
      return true;
    },

    async close() {
      const open = await Promise.allSettled(live.values());
      await Promise.all(open.map((result) => (result.status === 'fulfilled' ? result.value.close() : undefined)));
      live.clear();
    },
  };
}
