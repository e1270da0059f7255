// SEARCH and UID SEARCH (RFC 3501 section 6.4.4). A message is read only when the cheap keys leave it open, one at a time, bounded.
import { done, type ImapCommand, refuse, viewOf } from '../command.ts';
import { messageText } from '../message-text.ts';
import { contentKeys, readSearchKeys } from '../search-keys.ts';
import { matches } from '../search-match.ts';

const CHARSET = /CHARSET(?= )/iy;
const TOO_BROAD = refuse('LIMIT', 'The search would read too much; narrow it by date, size or numbers');
/** After so many messages the other sessions get a turn. */
const TURN_MESSAGES = 1000;

export const search: ImapCommand = {
  allowedIn: 'selected',
  hasUidForm: true,
  keepsNumbers: true,
  async run(reader, context, byUid) {
    const view = viewOf(context);
    reader.space();
    if (reader.match(CHARSET)) {
      reader.space();
      if (!/^(US-ASCII|UTF-8)$/i.test(reader.astring()))
        return refuse('BADCHARSET (US-ASCII UTF-8)', 'Unknown charset');
      reader.space();
    }
    const key = readSearchKeys(reader, { sequence: view.uids.length, uid: view.uids.at(-1) ?? 0 });
    const price = contentKeys(key);
    let leftBytes = context.services.limits.maxSearchBytes;
    const found: number[] = [];
    // The view may grow while we read, but only behind this command.
    for (const [place, uid] of view.uids.entries()) {
      if (place % TURN_MESSAGES === TURN_MESSAGES - 1) await new Promise((resolve) => setImmediate(resolve));
      const message = view.message(uid);
      if (!message) continue;
      const subject = { sequence: place + 1, message, text: null };
      let verdict = matches(key, subject);
      if (verdict === null) {
        leftBytes -= message.sizeBytes * price;
        if (leftBytes < 0) return TOO_BROAD;
        const bytes = await view.mailbox.read(uid);
        verdict = bytes !== null && matches(key, { ...subject, text: messageText(bytes) }) === true;
      }
      if (verdict) found.push(byUid ? uid : place + 1);
    }
    await context.send([`* SEARCH${found.map((number) => ` ${number}`).join('')}\r\n`]);
    return done('Searched');
  },
};
