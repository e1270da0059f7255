// The HTML of a part as text. Charsets that leave ASCII alone are read byte by character, so that what is not changed comes out
// as it came.
import { mimeParameter } from '../../stages/antispam/observe/mime-parameter.ts';
import { decodePart } from '../../stages/observe/decode-part.ts';
import type { MimePart } from '../mime/mime-structure.ts';

/** Charsets in which a byte of ASCII may stand for something else. */
const OTHER_THAN_ASCII = /^(?:utf-?(?:16|32)|ucs-?[24]|unicode|csunicode|iso-?10646|iso-2022|csiso2022|hz)/;

export interface HtmlSource {
  readonly html: string;
  /** `bytes`: a character a byte. `text`: decoded, to be written as UTF-8. */
  readonly form: 'bytes' | 'text';
}

/**
 * The charset that a browser would take, lower case: a byte order mark goes before what the field says (WHATWG HTML section
 * 13.2.3.2).
 */
function charsetOf(part: MimePart, content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le';
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be';
  return (mimeParameter(part.type.parameters, 'charset') ?? 'utf-8').trim().toLowerCase();
}

function decoded(content: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(content);
  } catch {
    // A charset that nobody knows.
    return content.toString('latin1');
  }
}

const contentOf = (bytes: Buffer, part: MimePart): Buffer =>
  decodePart(part.fields, bytes.subarray(part.bodyStart, part.bodyEnd));

export function htmlSource(bytes: Buffer, part: MimePart): HtmlSource {
  const content = contentOf(bytes, part);
  const charset = charsetOf(part, content);
  return OTHER_THAN_ASCII.test(charset)
    ? { html: decoded(content, charset), form: 'text' }
    : { html: content.toString('latin1'), form: 'bytes' };
}

/** The HTML in Unicode, whatever the charset. */
export function htmlInUnicode(bytes: Buffer, part: MimePart): string {
  const content = contentOf(bytes, part);
  return decoded(content, charsetOf(part, content));
}
