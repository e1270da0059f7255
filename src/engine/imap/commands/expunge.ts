// EXPUNGE (RFC 3501 section 6.4.3) and UID EXPUNGE (RFC 4315). The session sends the EXPUNGE lines behind the command.
import { done, type ImapCommand, refuse, viewOf } from '../command.ts';
import type { MailboxView } from '../mailbox-view.ts';
import { placesIn, readSequenceSet } from '../sequence-set.ts';

/** RFC 3501 section 6.3.2: nothing changes in an examined mailbox. */
export const READ_ONLY = refuse('CANNOT', 'The mailbox is open read-only');

/** Messages this session can see that are marked deleted. */
export const deletedUids = (view: MailboxView): number[] =>
  view.uids.filter((uid) => view.message(uid)?.flags.has('\\Deleted'));

export const expunge: ImapCommand = {
  allowedIn: 'selected',
  hasUidForm: true,
  async run(reader, context, byUid) {
    if (byUid) reader.space();
    const set = byUid ? readSequenceSet(reader) : null;
    reader.end();
    const view = viewOf(context);
    if (view.readOnly) return READ_ONLY;
    const named = set && new Set(placesIn(set, view.uids).map((place) => view.uids[place]));
    await view.mailbox.expunge(deletedUids(view).filter((uid) => named === null || named.has(uid)));
    return done('Expunged');
  },
};
