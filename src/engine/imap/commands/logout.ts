// LOGOUT (RFC 3501 section 6.1.3).
import { done, type ImapCommand } from '../command.ts';

export const logout: ImapCommand = {
  allowedIn: 'any',
  async run(reader, context) {
    reader.end();
    context.deselect();
    context.leaving = true;
    await context.send(['* BYE Goodbye\r\n']);
    return done('Logged out');
  },
};
