// LIST and LSUB (RFC 3501 sections 6.3.8, 6.3.9). Every mailbox counts as subscribed.
import { accountOf, done, type ImapCommand } from '../command.ts';
import { matchesPattern } from '../list-pattern.ts';
import { encodeMailboxName, mailboxText, SEPARATOR, superiorNames } from '../mailbox-name.ts';

const MAX_PATTERN_CHARACTERS = 400;

const lister = (word: 'LIST' | 'LSUB'): ImapCommand => ({
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.space();
    const reference = reader.astring();
    reader.space();
    const pattern = reader.listMailbox();
    reader.end();
    if (pattern === '' && word === 'LIST') {
      await context.send([`* LIST (\\Noselect) "${SEPARATOR}" ""\r\n`]);
      return done('Separator told');
    }
    const wanted = `${reference}${pattern}`.slice(0, MAX_PATTERN_CHARACTERS);
    const names = new Set(await context.services.store.mailboxNames(accountOf(context)));
    // Levels that hold mailboxes without being one.
    const levels = [...names].flatMap(superiorNames).filter((name) => !names.has(name));
    const lines = [...new Set([...names, ...levels])]
      .sort()
      .filter((name) => matchesPattern(wanted, encodeMailboxName(name)))
      .map((name) => `* ${word} (${names.has(name) ? '' : '\\Noselect'}) "${SEPARATOR}" ${mailboxText(name)}\r\n`);
    await context.send(lines);
    return done('Mailboxes listed');
  },
});

export const list = lister('LIST');
export const lsub = lister('LSUB');
