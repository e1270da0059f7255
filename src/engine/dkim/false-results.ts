// What others claim in our name: fields that look as if this server had tested the message (RFC 8601 section 5). Nobody else may.
import { canonicalDomain } from '../../core/mail-address.ts';
import { trimBlanks } from '../mime/header-fields.ts';

const LF = 0x0a;
const CR = 0x0d;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;
const NAME = 'authentication-results';
const COLON = 0x3a;

/** The authserv-id that a field's value begins with; null when it cannot be read. */
function claimedId(value: string): string | null {
  let depth = 0;
  let quoted = false;
  let id = '';
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    const inside = quoted || depth > 0;
    if (inside && character === '\\') {
      at += 1;
      if (quoted) id += value.charAt(at);
    } else if (quoted) {
      if (character === '"') return id;
      id += character;
    } else if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth > 0 || ((character === ' ' || character === '\t') && id === '')) continue;
    else if (character === '"' && id === '') quoted = true;
    else if (/[\s;=]/.test(character)) return id;
    else id += character;
    if (depth > 0 && id !== '') return id;
  }
  return quoted || depth > 0 ? null : id;
}

/** Place of the colon when a field of that name begins at `at`; null otherwise. */
function colonOf(message: Buffer, at: number): number | null {
  if (message.toString('latin1', at, at + NAME.length).toLowerCase() !== NAME) return null;
  let colon = at + NAME.length;
  while (isBlank(message[colon])) colon += 1;
  return message[colon] === COLON ? colon : null;
}

const sameName = (one: string, other: string): boolean => canonicalDomain(one) === canonicalDomain(other);

/**
 * The message without the fields that say what we found: nobody else may speak in our name (section 5). Every other byte stays.
 * A field that cannot be read might be taken for ours by a more lenient reader and goes too.
 * @param hostname our authserv-id
 */
export function withoutFalseResults(message: Buffer, hostname: string): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  const endOfLine = (at: number): number => {
    const found = message.indexOf(LF, at);
    return found === -1 ? message.length : found + 1;
  };
  for (let at = 0; at < message.length; ) {
    const first = message[at];
    let end = endOfLine(at);
    if (first === LF || (first === CR && message[at + 1] === LF)) break;
    // Only a field of that name is looked at closely: a header may have millions of lines.
    const colon = first === 0x41 || first === 0x61 ? colonOf(message, at) : null;
    if (colon !== null) {
      while (end < message.length && isBlank(message[end])) end = endOfLine(end);
      const value = message.toString('utf8', colon + 1, end).replace(/\r?\n/g, '');
      const id = claimedId(trimBlanks(value));
      if (id === null || sameName(id, hostname)) {
        kept.push(message.subarray(from, at));
        from = end;
      }
    }
    at = end;
  }
  return from === 0 ? message : Buffer.concat([...kept, message.subarray(from)]);
}
