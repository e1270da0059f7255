// COPY and UID COPY (RFC 3501 section 6.4.7) with COPYUID (RFC 4315). All or nothing: what was copied is taken back on a failure.

import type { Mailbox } from '../../store/mail-store.ts';
import { accountOf, done, type ImapCommand, viewOf } from '../command.ts';
import type { MailboxView } from '../mailbox-view.ts';
import { setText } from '../sequence-set.ts';
import { TRY_CREATE } from './append.ts';
import { readMailbox } from './mailbox-argument.ts';
import { EXPUNGE_ISSUED, type NamedMessage, readMessages } from './message-set.ts';

export const copy: ImapCommand = {
  allowedIn: 'selected',
  hasUidForm: true,
  keepsNumbers: true,
  async run(reader, context, byUid) {
    const view = viewOf(context);
    reader.space();
    const messages = readMessages(reader, view, byUid);
    reader.space();
    const name = readMailbox(reader);
    reader.end();
    const target = await context.services.store.open(accountOf(context), name);
    if (!target) return TRY_CREATE;
    if (messages.length === 0) return done('Nothing to copy');
    const copies = await copyAll(messages, view, target);
    if (!copies) return EXPUNGE_ISSUED;
    const sources = setText(messages.map(({ uid }) => uid));
    return done('Copied', `COPYUID ${target.status().uidValidity} ${sources} ${setText(copies)}`);
  },
};

/** UIDs of the copies in the order of the messages; null, and nothing copied, when one is gone. */
async function copyAll(
  messages: readonly NamedMessage[],
  view: MailboxView,
  target: Mailbox,
): Promise<number[] | null> {
  const copies: number[] = [];
  let complete = false;
  try {
    for (const { uid } of messages) {
      const message = view.message(uid);
      const bytes = message ? await view.mailbox.read(uid) : null;
      if (!message || !bytes) return null;
      const { flags, internalDateSeconds } = message;
      copies.push((await target.append(bytes, { flags, internalDateSeconds })).uid);
    }
    complete = true;
    return copies;
  } finally {
    if (!complete) await target.expunge(copies);
  }
}
