// SUBSCRIBE and UNSUBSCRIBE (RFC 3501 sections 6.3.6, 6.3.7). All mailboxes are always subscribed: there is no list of them to keep.
import { accountOf, done, type ImapCommand, refuse } from '../command.ts';
import { NO_SUCH_MAILBOX, readMailbox } from './mailbox-argument.ts';

export const subscribe: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.space();
    const name = readMailbox(reader);
    reader.end();
    const names = await context.services.store.mailboxNames(accountOf(context));
    return names.includes(name) ? done('Subscribed, as every mailbox is') : NO_SUCH_MAILBOX;
  },
};

export const unsubscribe: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader) {
    reader.space();
    readMailbox(reader);
    reader.end();
    return refuse('CANNOT', 'Every mailbox stays subscribed');
  },
};
