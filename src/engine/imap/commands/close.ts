// CLOSE (RFC 3501 section 6.4.2) and UNSELECT (RFC 3691): leave the mailbox, with or without removing what is marked deleted.
import { done, type ImapCommand, viewOf } from '../command.ts';
import { deletedUids } from './expunge.ts';

export const close: ImapCommand = {
  allowedIn: 'selected',
  async run(reader, context) {
    reader.end();
    const view = viewOf(context);
    if (!view.readOnly) await view.mailbox.expunge(deletedUids(view));
    context.deselect();
    return done('Closed');
  },
};

export const unselect: ImapCommand = {
  allowedIn: 'selected',
  async run(reader, context) {
    reader.end();
    context.deselect();
    return done('Unselected');
  },
};
