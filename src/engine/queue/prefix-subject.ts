// Puts text before the subject of a message (RFC 5322, RFC 2047) and leaves every other byte as it was.
import { readHeader } from '../mime/header-fields.ts';

/** Bytes of UTF-8 that fit into one encoded word of 75 characters (RFC 2047 section 2): 60 characters of base64. */
const WORD_BYTES = 45;
const MAX_FIELDS = 10_000;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/** Text as encoded words. Blanks between two of them are not shown, so a long text may be cut anywhere between characters. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const char of text) {
    if (Buffer.byteLength(word + char) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += char;
  }
  if (word !== '') words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}

/** Text for a header field of our own: as it is in ASCII, else in encoded words. @param text one line */
export const encodedText = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : encodedWords(text));

/** The prefix as it stands in front of `rest`, the bytes of the old subject. */
function before(prefix: string, rest: string): string {
  const encodedFollows = rest.startsWith('=?');
  if (/^[\x20-\x7e]*$/.test(prefix)) return encodedFollows && !prefix.endsWith(' ') ? `${prefix} ` : prefix;
  // The blank that separates an encoded word is shown only in front of plain text.
  return `${encodedWords(encodedFollows ? prefix : prefix.trimEnd())} `;
}

/**
 * @param prefix one line of text, e.g. `[SPAM] `
 * @returns pieces of the new message. Every Subject field gets the prefix; without one a field is put in front.
 */
export function prefixSubject(message: Buffer, prefix: string): Buffer[] {
  const { fields, bodyStart } = readHeader(message, 0, message.length, MAX_FIELDS);
  const subjects = fields.filter(({ name }) => name === 'subject');
  if (subjects.length === 0) return [Buffer.from(`Subject: ${before(prefix, '').trimEnd()}\r\n`), message];
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end } of subjects) {
    const colon = message.indexOf(':', start);
    let text = colon + 1;
    while (text < end && isBlank(message[text])) text += 1;
    // A subject that begins on its second line: the prefix stands where the text begins.
    while (message[text] === 0x0d && message[text + 1] === 0x0a && text + 2 < end) {
      text += 2;
      while (text < end && isBlank(message[text])) text += 1;
    }
    const separator = text === colon + 1 ? ' ' : '';
    const rest = message.toString('latin1', text, Math.min(text + 2, bodyStart));
    pieces.push(message.subarray(at, text), Buffer.from(separator + before(prefix, rest)));
    at = text;
  }
  pieces.push(message.subarray(at));
  return pieces;
}
