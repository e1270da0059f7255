// STORE and UID STORE (RFC 3501 section 6.4.6): flags replaced, added or removed; the result told unless `.SILENT`.
import { SyntaxFault } from '../argument-reader.ts';
import { done, type ImapCommand, viewOf } from '../command.ts';
import { changeFlags, type FlagChange, flagsText, readBareFlags, readFlagList } from '../flags.ts';
import { READ_ONLY } from './expunge.ts';
import { EXPUNGE_ISSUED, readMessages } from './message-set.ts';

const ACTION = /([+-]?)FLAGS(\.SILENT)?(?= )/iy;

export const store: ImapCommand = {
  allowedIn: 'selected',
  hasUidForm: true,
  keepsNumbers: true,
  async run(reader, context, byUid) {
    const view = viewOf(context);
    reader.space();
    const messages = readMessages(reader, view, byUid);
    reader.space();
    const action = reader.match(ACTION);
    if (!action) throw new SyntaxFault('Expected FLAGS, +FLAGS or -FLAGS');
    reader.space();
    const flags = reader.peek === '(' ? readFlagList(reader) : readBareFlags(reader);
    reader.end();
    if (view.readOnly) return READ_ONLY;
    const mode = action[1] === '+' ? 'add' : action[1] === '-' ? 'remove' : 'set';
    const change: FlagChange = { mode, flags };
    const silent = action[2] !== undefined;
    let allThere = true;
    for (const { sequence, uid } of messages) {
      const hadNews = view.hasFlagNews(uid);
      const message = await changeFlags(view.mailbox, uid, (one) => view.message(one), change);
      if (!message) {
        allThere = false;
        continue;
      }
      // What another session changed before is still to be told, even after a silent STORE.
      if (!silent || !hadNews) view.forgetFlagNews(uid);
      if (silent) continue;
      const text = `* ${sequence} FETCH (${byUid ? `UID ${uid} ` : ''}FLAGS ${flagsText(message.flags)})\r\n`;
      if (!(await context.send([text]))) break;
    }
    return allThere ? done('Stored') : EXPUNGE_ISSUED;
  },
};
