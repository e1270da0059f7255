// NAMESPACE (RFC 2342): one personal namespace, nothing shared.
import { done, type ImapCommand } from '../command.ts';
import { SEPARATOR } from '../mailbox-name.ts';

export const namespace: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.end();
    await context.send([`* NAMESPACE (("" "${SEPARATOR}")) NIL NIL\r\n`]);
    return done('Namespaces listed');
  },
};
