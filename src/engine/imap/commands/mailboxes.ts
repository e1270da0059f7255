// CREATE, DELETE and RENAME (RFC 3501 sections 6.3.3 to 6.3.5).
import { accountOf, done, type ImapCommand, refuse } from '../command.ts';
import { isFitName, SEPARATOR, superiorNames } from '../mailbox-name.ts';
import { NO_SUCH_MAILBOX, readMailbox } from './mailbox-argument.ts';

/** Made by the store for every account: deliveries go there. */
const PERMANENT = new Set(['INBOX', 'Junk']);

export const create: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.space();
    const asked = readMailbox(reader);
    reader.end();
    // A separator at the end announces that mailboxes will be made below it.
    const name = asked.endsWith(SEPARATOR) ? asked.slice(0, -1) : asked;
    if (!isFitName(name)) return refuse('CANNOT', 'Not a fit name for a mailbox');
    const { store, limits } = context.services;
    const account = accountOf(context);
    const names = await store.mailboxNames(account);
    if (names.includes(name)) return refuse('ALREADYEXISTS', 'The mailbox exists');
    const missing = [...superiorNames(name), name].filter((one) => !names.includes(one));
    if (names.length + missing.length > limits.maxMailboxes) return refuse('LIMIT', 'Too many mailboxes');
    for (const one of missing) await store.create(account, one);
    return done('Created');
  },
};

export const remove: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.space();
    const name = readMailbox(reader);
    reader.end();
    if (PERMANENT.has(name)) return refuse('CANNOT', 'This mailbox stays');
    if (context.state.kind === 'selected' && context.state.view.mailbox.name === name) context.deselect();
    return (await context.services.store.delete(accountOf(context), name)) ? done('Deleted') : NO_SUCH_MAILBOX;
  },
};

/** The store keeps a mailbox under its name, so this is refused, not half done by copying. */
export const rename: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader) {
    reader.space();
    readMailbox(reader);
    reader.space();
    readMailbox(reader);
    reader.end();
    return refuse('CANNOT', 'Mailboxes cannot be renamed here; copy the messages');
  },
};
