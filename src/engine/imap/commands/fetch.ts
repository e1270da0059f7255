// FETCH and UID FETCH (RFC 3501 section 6.4.5). Messages are read and sent one at a time; bytes go out as they were stored.

import { type MimePart, mimeStructure } from '../../mime/mime-structure.ts';
import type { StoredMessage } from '../../store/mail-store.ts';
import { bodyStructureText } from '../bodystructure.ts';
import { done, type ImapCommand, viewOf } from '../command.ts';
import { dateTimeText } from '../date-time.ts';
import { envelopeText } from '../envelope.ts';
import { type FetchItem, readFetchItems } from '../fetch-items.ts';
import { changeFlags, flagsText } from '../flags.ts';
import type { MailboxView } from '../mailbox-view.ts';
import { partialBytes, sectionBytes } from '../message-section.ts';
import { EXPUNGE_ISSUED, type NamedMessage, readMessages } from './message-set.ts';

export const fetch: ImapCommand = {
  allowedIn: 'selected',
  hasUidForm: true,
  keepsNumbers: true,
  async run(reader, context, byUid) {
    const view = viewOf(context);
    reader.space();
    const messages = readMessages(reader, view, byUid);
    reader.space();
    const asked = readFetchItems(reader);
    reader.end();
    // RFC 3501 section 6.4.8: the UID form always tells the UID.
    const items: readonly FetchItem[] =
      byUid && !asked.some(({ kind }) => kind === 'UID') ? [{ kind: 'UID' }, ...asked] : asked;
    let allThere = true;
    for (const named of messages) {
      const response = await responseFor(named, view, items);
      if (response === null) allThere = false;
      else if (!(await context.send(response))) break;
    }
    return allThere ? done('Fetched') : EXPUNGE_ISSUED;
  },
};

/** The FETCH response of one message; null when it is gone. */
async function responseFor(
  { sequence, uid }: NamedMessage,
  view: MailboxView,
  asked: readonly FetchItem[],
): Promise<(string | Uint8Array)[] | null> {
  const before = view.message(uid);
  if (!before) return null;
  const bytes = asked.some(needsBytes) ? await view.mailbox.read(uid) : Buffer.alloc(0);
  if (!bytes) return null;
  const message = await markSeen(view, before, asked);
  if (!message) return null;
  const items: readonly FetchItem[] =
    message === before || asked.some(({ kind }) => kind === 'FLAGS') ? asked : [...asked, { kind: 'FLAGS' }];
  let root: MimePart | null = null;
  const structure = () => {
    root ??= mimeStructure(bytes);
    return root;
  };
  const chunks: (string | Uint8Array)[] = [`* ${sequence} FETCH (`];
  items.forEach((item, index) => {
    if (index > 0) chunks.push(' ');
    chunks.push(...itemChunks(item, message, bytes, structure));
  });
  chunks.push(')\r\n');
  return chunks;
}

const needsBytes = ({ kind }: FetchItem): boolean => kind === 'section' || kind === 'structure' || kind === 'ENVELOPE';

/** Reading sets `\Seen`; the same object comes back when nothing changed. */
async function markSeen(
  view: MailboxView,
  message: StoredMessage,
  items: readonly FetchItem[],
): Promise<StoredMessage | null> {
  const reads = items.some((item) => item.kind === 'section' && !item.peek);
  if (!reads || view.readOnly || message.flags.has('\\Seen')) return message;
  const current = (uid: number) => view.message(uid);
  const changed = await changeFlags(view.mailbox, message.uid, current, { mode: 'add', flags: ['\\Seen'] });
  // The response tells the flags, all of them.
  view.forgetFlagNews(message.uid);
  return changed;
}

function itemChunks(
  item: FetchItem,
  message: StoredMessage,
  bytes: Buffer,
  structure: () => MimePart,
): (string | Uint8Array)[] {
  switch (item.kind) {
    case 'FLAGS':
      return [`FLAGS ${flagsText(message.flags)}`];
    case 'UID':
      return [`UID ${message.uid}`];
    case 'INTERNALDATE':
      return [`INTERNALDATE "${dateTimeText(message.internalDateSeconds)}"`];
    case 'RFC822.SIZE':
      return [`RFC822.SIZE ${message.sizeBytes}`];
    case 'ENVELOPE':
      return [`ENVELOPE ${envelopeText(structure().fields)}`];
    case 'structure':
      return [`${item.label} ${bodyStructureText(bytes, structure(), item.label === 'BODYSTRUCTURE')}`];
    case 'section': {
      const whole = item.section.what === 'ALL' && item.section.part.length === 0;
      const section = whole ? bytes : sectionBytes(bytes, structure(), item.section);
      if (!section) return [`${item.label} NIL`];
      const part = partialBytes(section, item.partial);
      return [`${item.label} {${part.length}}\r\n`, part];
    }
  }
}
