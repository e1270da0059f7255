// A mail store in memory, for tests of what stands above a store. Keeps the contract of `MailStore`, and nothing on disk.
import type {
  AppendOptions,
  Mailbox,
  MailboxChange,
  MailStore,
  StoredMessage,
} from '../../../src/engine/store/mail-store.ts';

function createMailbox(name: string, uidValidity: number): Mailbox {
  let messages: { readonly stored: StoredMessage; readonly bytes: Buffer }[] = [];
  let uidNext = 1;
  const delivered = new Map<string, StoredMessage>();
  const listeners = new Set<(change: MailboxChange, uid: number) => void>();
  const tell = (change: MailboxChange, uid: number) => {
    for (const listener of listeners) listener(change, uid);
  };
  return {
    name,
    status: () => ({
      uidValidity,
      uidNext,
      messages: messages.length,
      unseen: messages.filter(({ stored }) => !stored.flags.has('\\Seen')).length,
    }),
    list: () => messages.map(({ stored }) => stored),
    read: async (uid) => messages.find(({ stored }) => stored.uid === uid)?.bytes ?? null,
    async append(message, { flags = [], internalDateSeconds = 1_700_000_000, deliveryId }: AppendOptions) {
      const earlier = deliveryId === undefined ? undefined : delivered.get(deliveryId);
      if (earlier) return earlier;
      const stored = { uid: uidNext, sizeBytes: message.length, internalDateSeconds, flags: new Set(flags) };
      uidNext += 1;
      messages = [...messages, { stored, bytes: Buffer.from(message) }];
      if (deliveryId !== undefined) delivered.set(deliveryId, stored);
      tell('appended', stored.uid);
      return stored;
    },
    async setFlags(uid, flags) {
      // A store that writes to disk lets other work in here; so does this one, or races would go unseen.
      await new Promise((resolve) => setImmediate(resolve));
      const found = messages.find(({ stored }) => stored.uid === uid);
      if (!found) return null;
      const stored = { ...found.stored, flags: new Set(flags) };
      messages = messages.map((message) => (message === found ? { ...found, stored } : message));
      tell('flags', uid);
      return stored;
    },
    async expunge(uids) {
      const wanted = new Set(uids);
      const gone = messages.map(({ stored }) => stored.uid).filter((uid) => wanted.has(uid));
      messages = messages.filter(({ stored }) => !wanted.has(stored.uid));
      for (const uid of gone) tell('expunged', uid);
      return gone;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function createMemoryStore(): MailStore {
  const accounts = new Map<string, Map<string, Mailbox>>();
  let uidValidity = 1000;
  const make = (name: string) => {
    uidValidity += 1;
    return createMailbox(name, uidValidity);
  };
  const of = (account: string) => {
    const known = accounts.get(account) ?? new Map(['INBOX', 'Junk'].map((name) => [name, make(name)]));
    accounts.set(account, known);
    return known;
  };
  return {
    mailboxNames: async (account) => [...of(account).keys()],
    open: async (account, name) => of(account).get(name) ?? null,
    async create(account, name) {
      const mailbox = of(account).get(name) ?? make(name);
      of(account).set(name, mailbox);
      return mailbox;
    },
    delete: async (account, name) => of(account).delete(name),
    close: async () => {},
  };
}
