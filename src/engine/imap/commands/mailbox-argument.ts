// The mailbox name of a command: read, decoded, opened. Shared by the commands that name one.
import { type ArgumentReader, SyntaxFault } from '../argument-reader.ts';
import { type Completion, refuse } from '../command.ts';
import { decodeMailboxName } from '../mailbox-name.ts';

/** Reads a name and gives it as the store knows it. */
export function readMailbox(reader: ArgumentReader): string {
  const name = decodeMailboxName(reader.astring());
  if (name === null) throw new SyntaxFault('Mailbox names are modified UTF-7');
  return name;
}

/** RFC 5530. */
export const NO_SUCH_MAILBOX: Completion = refuse('NONEXISTENT', 'No such mailbox');
