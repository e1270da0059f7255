// Content as the transfer encodings of RFC 2045 section 6 write it. Lines end with CR LF; nothing bare goes out.

/** Section 6.8: at most 76 characters a line. */
export function encodeBase64(content: Buffer): Buffer {
  return Buffer.from(content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n') + (content.length > 0 ? '\r\n' : ''));
}

const MAX_LINE = 76;
const CR = 0x0d;
const LF = 0x0a;
const HEX = '0123456789ABCDEF';

const isLineEnd = (content: Buffer, at: number): boolean => content[at] === CR && content[at + 1] === LF;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09;

/**
 * Section 6.7. A line end of the content is CR LF; a CR or LF that stands alone is written as a character, and so is a blank at the end
 * of a line.
 */
export function encodeQuotedPrintable(content: Buffer): Buffer {
  const pieces: string[] = [];
  let column = 0;
  for (let at = 0; at < content.length; at += 1) {
    if (isLineEnd(content, at)) {
      pieces.push('\r\n');
      column = 0;
      at += 1;
      continue;
    }
    const byte = content[at] ?? 0;
    const ends = at + 1 === content.length || isLineEnd(content, at + 1);
    const literal = (byte > 0x20 && byte < 0x7f && byte !== 0x3d) || (isBlank(byte) && !ends);
    const text = literal ? String.fromCharCode(byte) : `=${HEX[byte >> 4]}${HEX[byte & 15]}`;
    // The last character of a line may take the place that a soft line break would need.
    if (column + text.length > (ends ? MAX_LINE : MAX_LINE - 1)) {
      pieces.push('=\r\n');
      column = 0;
    }
    pieces.push(text);
    column += text.length;
  }
  return Buffer.from(pieces.join(''), 'latin1');
}
