// SELECT and EXAMINE (RFC 3501 sections 6.3.1, 6.3.2). `\Recent` is always 0: it would need one session to be the first to see a
// message, across crashes; IMAP4rev2 (RFC 9051) dropped it, and clients go by UIDNEXT and `\Seen`.
import { accountOf, done, type ImapCommand, viewOf } from '../command.ts';
import { SYSTEM_FLAGS } from '../flags.ts';
import { MailboxView } from '../mailbox-view.ts';
import { NO_SUCH_MAILBOX, readMailbox } from './mailbox-argument.ts';

const selector = (readOnly: boolean): ImapCommand => ({
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.space();
    const name = readMailbox(reader);
    reader.end();
    // Even a failed SELECT leaves the mailbox selected before.
    context.deselect();
    const account = accountOf(context);
    const mailbox = await context.services.store.open(account, name);
    if (!mailbox) return NO_SUCH_MAILBOX;
    context.state = { kind: 'selected', account, view: new MailboxView(mailbox, readOnly) };
    const view = viewOf(context);
    const { uidValidity, uidNext } = mailbox.status();
    const firstUnseen = view.uids.findIndex((uid) => !view.message(uid)?.flags.has('\\Seen'));
    const flags = SYSTEM_FLAGS.join(' ');
    await context.send([
      `* FLAGS (${flags})\r\n`,
      `* OK [PERMANENTFLAGS (${readOnly ? '' : `${flags} \\*`})] Flags kept\r\n`,
      `* ${view.uids.length} EXISTS\r\n`,
      '* 0 RECENT\r\n',
      ...(firstUnseen >= 0 ? [`* OK [UNSEEN ${firstUnseen + 1}] First unseen\r\n`] : []),
      `* OK [UIDVALIDITY ${uidValidity}] UIDs valid\r\n`,
      `* OK [UIDNEXT ${uidNext}] Next UID\r\n`,
    ]);
    return done('Selected', readOnly ? 'READ-ONLY' : 'READ-WRITE');
  },
});

export const select = selector(false);
export const examine = selector(true);
