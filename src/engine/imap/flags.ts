// Message flags (RFC 3501 section 2.3.2): reading, spelling, and changes that keep what another session set meanwhile.
import type { Mailbox, StoredMessage } from '../store/mail-store.ts';
import { type ArgumentReader, SyntaxFault } from './argument-reader.ts';

export const SYSTEM_FLAGS = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'] as const;

const MAX_FLAGS = 64;
const MAX_KEYWORD_CHARACTERS = 64;

/** One flag, system flags in their usual spelling. `\Recent` cannot be set by a client. */
function readFlag(reader: ArgumentReader): string {
  if (reader.accept('\\')) {
    const name = `\\${reader.atom()}`.toLowerCase();
    const flag = SYSTEM_FLAGS.find((known) => known.toLowerCase() === name);
    if (!flag) throw new SyntaxFault('Unknown system flag');
    return flag;
  }
  const keyword = reader.atom();
  if (keyword.length > MAX_KEYWORD_CHARACTERS) throw new SyntaxFault('Keyword too long');
  return keyword;
}

export const readFlagList = (reader: ArgumentReader): string[] => reader.list(() => readFlag(reader), MAX_FLAGS);

/** Flags without parentheses, as STORE allows. */
export function readBareFlags(reader: ArgumentReader): string[] {
  const flags = [readFlag(reader)];
  while (reader.accept(' ')) {
    if (flags.length >= MAX_FLAGS) throw new SyntaxFault('Too many flags');
    flags.push(readFlag(reader));
  }
  return flags;
}

export const flagsText = (flags: ReadonlySet<string>): string => `(${[...flags].join(' ')})`;

/** True when `flags` has `flag` in any spelling: keywords are case-insensitive. */
export const hasFlag = (flags: ReadonlySet<string>, flag: string): boolean => {
  if (flags.has(flag)) return true;
  const wanted = flag.toLowerCase();
  for (const one of flags) if (one.toLowerCase() === wanted) return true;
  return false;
};

export type FlagChange = { readonly mode: 'set' | 'add' | 'remove'; readonly flags: readonly string[] };

/** The flags after a change; null when nothing changes. A message keeps at most 64. */
function changed(before: ReadonlySet<string>, { mode, flags }: FlagChange): Set<string> | null {
  const after = new Set(mode === 'set' ? [...before].filter((flag) => hasFlag(new Set(flags), flag)) : before);
  for (const flag of flags) {
    if (mode === 'remove') {
      for (const one of after) if (one.toLowerCase() === flag.toLowerCase()) after.delete(one);
    } else if (!hasFlag(after, flag) && after.size < MAX_FLAGS) after.add(flag);
  }
  return after.size === before.size && [...after].every((flag) => before.has(flag)) ? null : after;
}

/** The last change of each mailbox; one waits for the other, since the store replaces a message's flags as a whole. */
const lastChange = new WeakMap<Mailbox, Promise<unknown>>();

/** Changes the flags of one message on top of what they are when its turn comes. Null: the message is gone. */
export function changeFlags(
  mailbox: Mailbox,
  uid: number,
  current: (uid: number) => StoredMessage | undefined,
  change: FlagChange,
): Promise<StoredMessage | null> {
  const work = async () => {
    const message = current(uid);
    if (!message) return null;
    const after = changed(message.flags, change);
    return after === null ? message : mailbox.setFlags(uid, after);
  };
  const result = (lastChange.get(mailbox) ?? Promise.resolve()).then(work, work);
  lastChange.set(
    mailbox,
    result.catch(() => {}),
  );
  return result;
}
