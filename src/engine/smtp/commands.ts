// Command lines of RFC 5321 section 4.1.1 and its extensions as values, or the reply that a wrong one gets. Knows no session: order is
// judged elsewhere.
import type { MessageDsn, RecipientDsn } from '../queue/envelope.ts';
import {
  authOf,
  bodyOf,
  messageDsnOf,
  type Parameters,
  readParameters,
  recipientDsnOf,
  sizeOf,
  smtputf8Of,
} from './parameters.ts';
import { takePath } from './path.ts';
import { farewell, type Reply, reply } from './reply.ts';

export interface MailCommand {
  readonly verb: 'MAIL';
  readonly sender: string;
  readonly sizeBytes: number | null;
  readonly body: '7bit' | '8bitmime' | null;
  readonly smtputf8: boolean;
  readonly dsn: MessageDsn | null;
}

export interface RcptCommand {
  readonly verb: 'RCPT';
  readonly recipient: string;
  /** False: only for a transaction with SMTPUTF8. */
  readonly ascii: boolean;
  readonly dsn: RecipientDsn | null;
}

export interface AuthCommand {
  readonly verb: 'AUTH';
  /** In capitals. */
  readonly mechanism: string;
  /** The initial response, still encoded; null: the client waits for a challenge. */
  readonly initial: string | null;
}

export interface BdatCommand {
  readonly verb: 'BDAT';
  readonly sizeBytes: number;
  readonly last: boolean;
}

/** No command, or one with wrong arguments. `junk`: nothing that a client needs in order to send mail. */
interface WrongCommand {
  readonly verb: 'wrong';
  readonly reply: Reply;
  readonly junk: boolean;
}

export type Command =
  | { readonly verb: 'HELO' | 'EHLO'; readonly name: string }
  | MailCommand
  | RcptCommand
  | AuthCommand
  | BdatCommand
  | { readonly verb: 'DATA' | 'RSET' | 'QUIT' | 'NOOP' | 'HELP' | 'VRFY' | 'STARTTLS' }
  | WrongCommand;

const wrong = (code: number, enhanced: string, text: string): WrongCommand => ({
  verb: 'wrong',
  reply: reply(code, enhanced, text),
  junk: false,
});
const badArguments = (usage: string): WrongCommand => wrong(501, '5.5.4', `Syntax: ${usage}`);

/** What other protocols say first: a web page made a browser talk to us, or a proxy is being looked for (Postfix: smtpd_forbidden_commands). */
const FOREIGN_VERBS = new Set(['GET', 'POST', 'PUT', 'HEAD', 'CONNECT', 'OPTIONS']);
/** Commands of the standards that are not offered here (RFC 5321 section 4.2.4, RFC 1985). */
const NOT_IMPLEMENTED = new Set(['ETRN', 'EXPN', 'TURN', 'SEND', 'SOML', 'SAML']);
/** A name or address literal; nothing that could leave the Received line (section 4.1.1.1). */
const HELO_NAME = /^(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.-])?|\[[A-Za-z0-9.:]{1,60}\])$/;
/** RFC 6531 section 3.5: a server has to say so, and which of the two commands it was. */
const UTF8_NEEDED = 'Addresses beyond ASCII need SMTPUTF8';

function unsupported(given: Parameters, known: readonly string[], verb: string): WrongCommand | null {
  const foreign = [...given.keys()].some((key) => !known.includes(key));
  return foreign ? wrong(555, '5.5.4', `Unsupported parameter of ${verb}`) : null;
}

function mail(text: string): Command {
  const path = takePath(text.replace(/^FROM: ?/i, ''));
  if (!/^FROM: ?</i.test(text)) return badArguments('MAIL FROM:<address>');
  if (path === null || path.address === 'postmaster') return wrong(501, '5.1.7', 'Bad sender address syntax');
  const given = readParameters(path.rest);
  if (given === null) return badArguments('MAIL FROM:<address> [parameters]');
  const foreign = unsupported(given, ['SIZE', 'BODY', 'SMTPUTF8', 'RET', 'ENVID', 'AUTH'], 'MAIL FROM');
  if (foreign) return foreign;
  const sizeBytes = sizeOf(given);
  const body = bodyOf(given);
  const smtputf8 = smtputf8Of(given);
  const dsn = messageDsnOf(given);
  if (sizeBytes === 'bad') return wrong(501, '5.5.4', 'Bad value of SIZE');
  if (body === 'bad') return wrong(501, '5.5.4', 'Bad value of BODY');
  if (dsn === 'bad') return wrong(501, '5.5.4', 'Bad value of RET or ENVID');
  if (smtputf8 === 'bad' || authOf(given) === 'bad') return wrong(501, '5.5.4', 'Bad parameter of MAIL FROM');
  if (!path.ascii && smtputf8 === null) return wrong(550, '5.6.7', UTF8_NEEDED);
  return { verb: 'MAIL', sender: path.address, sizeBytes, body, smtputf8: smtputf8 === true, dsn };
}

function rcpt(text: string): Command {
  const path = takePath(text.replace(/^TO: ?/i, ''));
  if (!/^TO: ?</i.test(text)) return badArguments('RCPT TO:<address>');
  if (path === null || path.address === '') return wrong(501, '5.1.3', 'Bad recipient address syntax');
  const given = readParameters(path.rest);
  if (given === null) return wrong(555, '5.5.4', 'Unsupported parameter of RCPT TO');
  const foreign = unsupported(given, ['NOTIFY', 'ORCPT'], 'RCPT TO');
  if (foreign) return foreign;
  const dsn = recipientDsnOf(given);
  if (dsn === 'bad') return wrong(501, '5.5.4', 'Bad value of NOTIFY or ORCPT');
  return { verb: 'RCPT', recipient: path.address, ascii: path.ascii, dsn };
}

/** RFC 4954 section 4. */
function auth(text: string): Command {
  const [, mechanism, initial] = /^([A-Za-z0-9_-]{1,20})(?: ([A-Za-z0-9+/]+={0,2}|=|\*))?$/.exec(text) ?? [];
  if (mechanism === undefined) return badArguments('AUTH mechanism [initial-response]');
  return { verb: 'AUTH', mechanism: mechanism.toUpperCase(), initial: initial ?? null };
}

/** RFC 3030 section 2. */
function bdat(text: string): Command {
  const [, size, last] = /^(\d{1,10})( +LAST)?$/i.exec(text) ?? [];
  // How much follows is not known: nothing that comes could be told from commands.
  if (size === undefined)
    return { verb: 'wrong', junk: false, reply: farewell(501, '5.5.4', 'Syntax: BDAT size [LAST]') };
  return { verb: 'BDAT', sizeBytes: Number(size), last: last !== undefined };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
/** The text of a line in which UTF-8 is allowed; null when it is not that. */
function utf8Text(line: string): string | null {
  try {
    return UTF8.decode(Buffer.from(line, 'latin1'));
  } catch {
    return null;
  }
}

/** @param line without its line end, one character a byte */
export function parseCommand(line: string): Command {
  const [, word = '', argument = ''] = /^([A-Za-z]+)(?: +(.*?))? *$/s.exec(line) ?? [];
  const verb = word.toUpperCase();
  if (FOREIGN_VERBS.has(verb) || /^[^\x20-\x7e]/.test(line))
    return { verb: 'wrong', junk: false, reply: farewell(554, '5.5.1', 'This is a mail server') };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what they are kept out by
  if (/[\x00-\x1f\x7f]/.test(line)) return wrong(500, '5.5.2', 'Control character in a command');
  const text = /[\x80-\xff]/.test(argument) && (verb === 'MAIL' || verb === 'RCPT') ? utf8Text(argument) : argument;
  if (text === null || (text === argument && /[\x80-\xff]/.test(line)))
    return wrong(500, '5.6.7', 'Only ASCII here, or UTF-8 within an address');
  switch (verb) {
    case 'HELO':
    case 'EHLO':
      return text.length <= 255 && HELO_NAME.test(text) ? { verb, name: text } : badArguments(`${verb} hostname`);
    case 'MAIL':
      return mail(text);
    case 'RCPT':
      return rcpt(text);
    case 'AUTH':
      return auth(text);
    case 'BDAT':
      return bdat(text);
    case 'DATA':
    case 'RSET':
    case 'QUIT':
    case 'STARTTLS':
      return text === '' ? { verb } : badArguments(verb);
    case 'NOOP':
    case 'HELP':
      return { verb };
    case 'VRFY':
      return text === '' ? badArguments('VRFY address') : { verb };
    default:
      if (NOT_IMPLEMENTED.has(verb))
        return { verb: 'wrong', junk: true, reply: reply(502, '5.5.1', `${verb} is not offered`) };
      return wrong(500, '5.5.2', 'Command not recognized');
  }
}
