// Command lines of RFC 5321 section 4.1.1 as values, or the reply that a wrong one gets. Knows no session: order is judged elsewhere.
import { takePath } from './path.ts';
import { farewell, type Reply, reply } from './reply.ts';

export type Command =
  | { readonly verb: 'HELO' | 'EHLO'; readonly name: string }
  | { readonly verb: 'MAIL'; readonly sender: string; readonly sizeBytes: number | null }
  | { readonly verb: 'RCPT'; readonly recipient: string }
  | { readonly verb: 'DATA' | 'RSET' | 'QUIT' | 'NOOP' | 'HELP' | 'VRFY' }
  /** No command, or one with wrong arguments. */
  | { readonly verb: 'wrong'; readonly reply: Reply };

const wrong = (code: number, enhanced: string, text: string): Command => ({
  verb: 'wrong',
  reply: reply(code, enhanced, text),
});
const badArguments = (usage: string): Command => wrong(501, '5.5.4', `Syntax: ${usage}`);

/** What other protocols say first: a web page made a browser talk to us, or a proxy is being looked for (Postfix: smtpd_forbidden_commands). */
const FOREIGN_VERBS = new Set(['GET', 'POST', 'PUT', 'HEAD', 'CONNECT', 'OPTIONS']);
/** A name or address literal; nothing that could leave the Received line (section 4.1.1.1). */
const HELO_NAME = /^(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.-])?|\[[A-Za-z0-9.:]{1,60}\])$/;

/** `KEY=value KEY …` behind a path; null when malformed or given twice. */
function parameters(text: string): ReadonlyMap<string, string | null> | null {
  const found = new Map<string, string | null>();
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const [, key = '', value] = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?$/.exec(word) ?? [];
    const name = key.toUpperCase();
    if (name === '' || found.has(name)) return null;
    found.set(name, value ?? null);
  }
  return found;
}

function mail(text: string): Command {
  const path = takePath(text.replace(/^FROM: ?/i, ''));
  if (!/^FROM: ?</i.test(text)) return badArguments('MAIL FROM:<address>');
  if (path === null || path.address === 'postmaster') return wrong(501, '5.1.7', 'Bad sender address syntax');
  const given = path.rest === '' || path.rest.startsWith(' ') ? parameters(path.rest) : null;
  if (given === null) return badArguments('MAIL FROM:<address> [SIZE=bytes] [BODY=8BITMIME]');
  let sizeBytes: number | null = null;
  for (const [key, value] of given) {
    if (key === 'SIZE' && value !== null && /^\d{1,15}$/.test(value)) sizeBytes = Number(value);
    else if (key === 'BODY' && /^(7BIT|8BITMIME)$/i.test(value ?? '')) continue;
    else if (key === 'SIZE' || key === 'BODY') return wrong(501, '5.5.4', `Bad value of ${key}`);
    else return wrong(555, '5.5.4', 'Unsupported parameter of MAIL FROM');
  }
  return { verb: 'MAIL', sender: path.address, sizeBytes };
}

function rcpt(text: string): Command {
  const path = takePath(text.replace(/^TO: ?/i, ''));
  if (!/^TO: ?</i.test(text)) return badArguments('RCPT TO:<address>');
  if (path === null || path.address === '') return wrong(501, '5.1.3', 'Bad recipient address syntax');
  if (path.rest.trim() !== '') return wrong(555, '5.5.4', 'Unsupported parameter of RCPT TO');
  return { verb: 'RCPT', recipient: path.address };
}

/** @param line without its line end, one character a byte */
export function parseCommand(line: string): Command {
  const [, word = '', argument = ''] = /^([A-Za-z]+)(?: +(.*?))? *$/s.exec(line) ?? [];
  const verb = word.toUpperCase();
  if (FOREIGN_VERBS.has(verb) || /^[^\x20-\x7e]/.test(line))
    return { verb: 'wrong', reply: farewell(554, '5.5.1', 'This is a mail server') };
  if (/[\x80-\xff]/.test(line)) return wrong(500, '5.6.7', 'Only ASCII here: SMTPUTF8 is not offered');
  if (/[^\x20-\x7e]/.test(line)) return wrong(500, '5.5.2', 'Control character in a command');
  switch (verb) {
    case 'HELO':
    case 'EHLO':
      return argument.length <= 255 && HELO_NAME.test(argument)
        ? { verb, name: argument }
        : badArguments(`${verb} hostname`);
    case 'MAIL':
      return mail(argument);
    case 'RCPT':
      return rcpt(argument);
    case 'DATA':
    case 'RSET':
    case 'QUIT':
      return argument === '' ? { verb } : badArguments(verb);
    case 'NOOP':
    case 'HELP':
      return { verb };
    case 'VRFY':
      return argument === '' ? badArguments('VRFY address') : { verb };
    default:
      return wrong(500, '5.5.2', 'Command not recognized');
  }
}
