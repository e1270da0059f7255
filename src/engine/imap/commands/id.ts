// ID (RFC 2971): clients and server name themselves. What the client says is read, bounded, and not used.
import { done, type ImapCommand } from '../command.ts';

const MAX_PAIRS = 30;

export const id: ImapCommand = {
  allowedIn: 'any',
  async run(reader, context) {
    reader.space();
    if (reader.peek === '(') {
      reader.list(() => {
        reader.string();
        reader.space();
        if (reader.match(/NIL/iy) === null) reader.string();
      }, MAX_PAIRS);
    } else if (reader.word() !== 'NIL') {
      return { status: 'BAD', text: 'Expected a list or NIL' };
    }
    reader.end();
    await context.send(['* ID ("name" "Plimsoll")\r\n']);
    return done('Identified');
  },
};
