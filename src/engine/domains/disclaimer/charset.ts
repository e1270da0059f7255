// Text in the charset of a part, and parts into UTF-8 where their charset lacks a character. Never guesses: what cannot be read is null.
import iconv from 'iconv-lite';

/** Charsets in which ASCII text is not the bytes of ASCII. */
const NOT_ASCII = /^(?:utf-?(?:7|16|32)|ucs-?[24]|csucs|unicode|iso-10646|ebcdic|ibm-?(?:037|1047)|cp(?:037|1047))/;

export const holdsAscii = (charset: string): boolean => !NOT_ASCII.test(charset);

const isAscii = (text: string): boolean => /^[\x20-\x7e\t\r\n]*$/.test(text);

/** The bytes of a text; null when the charset is unknown or lacks a character. @param charset lower case */
export function encodeText(text: string, charset: string): Buffer | null {
  if (!holdsAscii(charset)) return null;
  if (isAscii(text)) return Buffer.from(text, 'latin1');
  if (charset === 'utf-8' || charset === 'utf8') return Buffer.from(text);
  if (!iconv.encodingExists(charset)) return null;
  const bytes = iconv.encode(text, charset);
  return iconv.decode(bytes, charset) === text ? bytes : null;
}

function decodeText(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    // Unknown, or not what it says it is.
    return null;
  }
}

/** The same text in UTF-8; null when it cannot be read without loss. Text that claims to be ASCII and is not is tried as UTF-8 first. */
export function toUtf8(bytes: Buffer, charset: string): Buffer | null {
  const ascii = charset === 'us-ascii' || charset === 'ascii';
  const text = (ascii ? decodeText(bytes, 'utf-8') : null) ?? decodeText(bytes, charset);
  return text === null ? null : Buffer.from(text);
}
