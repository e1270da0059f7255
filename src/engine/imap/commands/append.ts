// APPEND (RFC 3501 section 6.3.11) with APPENDUID (RFC 4315). The store answers when the message is durable, and only then we do.
import { SyntaxFault } from '../argument-reader.ts';
import { accountOf, type Completion, done, type ImapCommand, refuse } from '../command.ts';
import { parseDateTime } from '../date-time.ts';
import { readFlagList } from '../flags.ts';
import { readMailbox } from './mailbox-argument.ts';

/** RFC 3501 section 6.3.11: the client may create it and try again. */
export const TRY_CREATE: Completion = refuse('TRYCREATE', 'No such mailbox');

export const append: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.space();
    const name = readMailbox(reader);
    reader.space();
    let flags: string[] = [];
    if (reader.peek === '(') {
      flags = readFlagList(reader);
      reader.space();
    }
    let internalDateSeconds: number | null = null;
    if (reader.peek === '"') {
      internalDateSeconds = parseDateTime(reader.string());
      if (internalDateSeconds === null) throw new SyntaxFault('Bad date');
      reader.space();
    }
    const message = reader.literal();
    reader.end();
    if (message.length === 0) return refuse('CANNOT', 'An empty message is none');
    // RFC 3501 section 4.3: a literal has no NUL.
    if (message.includes(0)) return { status: 'BAD', text: 'NUL in the message' };
    const mailbox = await context.services.store.open(accountOf(context), name);
    if (!mailbox) return TRY_CREATE;
    const options = internalDateSeconds === null ? { flags } : { flags, internalDateSeconds };
    const { uid } = await mailbox.append(message, options);
    return done('Appended', `APPENDUID ${mailbox.status().uidValidity} ${uid}`);
  },
};
