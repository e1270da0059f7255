// NOOP and CHECK (RFC 3501 sections 6.1.2, 6.4.1): nothing to do; the session tells what is new behind every command.
import { done, type ImapCommand } from '../command.ts';

export const noop: ImapCommand = {
  allowedIn: 'any',
  async run(reader) {
    reader.end();
    return done('Done');
  },
};

/** The store writes before it answers, so there is nothing left to be checked. */
export const check: ImapCommand = { ...noop, allowedIn: 'selected' };
