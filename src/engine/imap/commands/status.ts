// STATUS (RFC 3501 section 6.3.10).

import type { MailboxStatus } from '../../store/mail-store.ts';
import { SyntaxFault } from '../argument-reader.ts';
import { accountOf, done, type ImapCommand } from '../command.ts';
import { mailboxText } from '../mailbox-name.ts';
import { NO_SUCH_MAILBOX, readMailbox } from './mailbox-argument.ts';

const ITEMS: Readonly<Record<string, (status: MailboxStatus) => number>> = {
  MESSAGES: ({ messages }) => messages,
  RECENT: () => 0,
  UIDNEXT: ({ uidNext }) => uidNext,
  UIDVALIDITY: ({ uidValidity }) => uidValidity,
  UNSEEN: ({ unseen }) => unseen,
};
const MAX_ITEMS = 10;

export const status: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.space();
    const name = readMailbox(reader);
    reader.space();
    const items = reader.list(() => {
      const word = reader.word();
      const read = Object.hasOwn(ITEMS, word) ? ITEMS[word] : undefined;
      if (!read) throw new SyntaxFault('Unknown item');
      return { word, read };
    }, MAX_ITEMS);
    reader.end();
    if (items.length === 0) throw new SyntaxFault('Nothing asked for');
    const mailbox = await context.services.store.open(accountOf(context), name);
    if (!mailbox) return NO_SUCH_MAILBOX;
    const found = mailbox.status();
    const values = items.map(({ word, read }) => `${word} ${read(found)}`).join(' ');
    await context.send([`* STATUS ${mailboxText(name)} (${values})\r\n`]);
    return done('Status told');
  },
};
