// One text part with a disclaimer at its end, in the part's own charset and transfer encoding wherever they can carry it.

import { mimeParameter } from '../../../stages/antispam/observe/mime-parameter.ts';
import { decodePart } from '../../../stages/observe/decode-part.ts';
import { encodeBase64, encodeQuotedPrintable } from '../../mime/encode-part.ts';
import { contentTypeField, headerWith, withCharset } from '../../mime/entity-header.ts';
import { fieldValue } from '../../mime/header-fields.ts';
import type { MimePart } from '../../mime/mime-structure.ts';
import { encodeText, holdsAscii, toUtf8 } from './charset.ts';
import type { DisclaimerContent } from './disclaimer-content.ts';

/** RFC 5321 section 4.5.3.1.6 without the line end. */
const MAX_LINE = 998;

/** What is to be added to a decoded body, where, and in which charset the body then is. */
interface Change {
  readonly content: Buffer;
  readonly at: number;
  readonly addition: Buffer;
  /** Null: as before. */
  readonly charset: string | null;
}

/** Line ends of a body: those within base64 and quoted-printable may be bare. */
const lineEndOf = (content: Buffer): string => (content.includes('\r\n') || !content.includes('\n') ? '\r\n' : '\n');

/** An empty line between the text and what is added. */
function gapBefore(content: Buffer, lineEnd: string): string {
  if (content.length === 0) return '';
  return content[content.length - 1] === 0x0a ? lineEnd : lineEnd + lineEnd;
}

/** RFC 3676 section 4: no line is to flow into the next, and what looks like a quotation is stuffed. */
const fixedLine = (line: string): string => line.trimEnd().replace(/^(?= |>|From )/, ' ');

/** The last line of a part ends with the line end of the delimiter behind it (RFC 2046 section 5.1.1); that of a message has its own. */
const endsWithLine = (content: Buffer, isRoot: boolean): boolean => isRoot || content[content.length - 1] === 0x0a;

function plainChange(
  content: Buffer,
  part: MimePart,
  charset: string,
  lines: readonly string[],
  isRoot: boolean,
): Change | null {
  const flowed = /^flowed$/i.test(mimeParameter(part.type.parameters, 'format') ?? '');
  const lineEnd = lineEndOf(content);
  const end = endsWithLine(content, isRoot) ? lineEnd : '';
  const text = `${(flowed ? lines.map(fixedLine) : lines).join(lineEnd)}${end}`;
  const gap = gapBefore(content, lineEnd);
  const addition = encodeText(gap + text, charset);
  if (addition !== null) return { content, at: content.length, addition, charset: null };
  const converted = toUtf8(content, charset);
  if (converted !== null)
    return { content: converted, at: converted.length, addition: Buffer.from(gap + text), charset: 'utf-8' };
  // Better a disclaimer with question marks than a damaged text.
  const poor = encodeText((gap + text).replace(/[^\x20-\x7e\t\r\n]/gu, '?'), charset);
  return poor && { content, at: content.length, addition: poor, charset: null };
}

/** In front of the last end of the body, or of the document. */
function htmlEnd(content: Buffer): number {
  const text = content.toString('latin1').toLowerCase();
  const body = text.lastIndexOf('</body');
  if (body !== -1) return body;
  const document = text.lastIndexOf('</html');
  return document === -1 ? content.length : document;
}

function htmlChange(content: Buffer, charset: string, html: string): Change | null {
  const readable = holdsAscii(charset) ? content : toUtf8(content, charset);
  if (readable === null) return null;
  const at = htmlEnd(readable);
  const addition = Buffer.from(`\r\n${html}\r\n`.replaceAll('\r\n', lineEndOf(readable)));
  return { content: readable, at, addition, charset: readable === content ? null : 'utf-8' };
}

/** Blanks at the end of an encoded line are padding of some transport (RFC 2045 section 6.7, rule 3). Linear, unlike an expression. */
function withoutPadding(body: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === 0x0a) {
      const hasCr = length > 0 && kept[length - 1] === 0x0d;
      length = withoutBlanks(kept, hasCr ? length - 1 : length);
      if (hasCr) kept[length++] = 0x0d;
    }
    kept[length++] = byte;
  }
  length = withoutBlanks(kept, length);
  // A soft line break whose line end belongs to the delimiter behind the part.
  return kept.subarray(0, kept[length - 1] === 0x3d ? length - 1 : length);
}

function withoutBlanks(bytes: Buffer, length: number): number {
  let end = length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x09)) end -= 1;
  return end;
}

const hasHighBytes = (bytes: Buffer): boolean => bytes.some((byte) => byte > 0x7f);
const hasLongLine = (bytes: Buffer): boolean =>
  bytes
    .toString('latin1')
    .split('\n')
    .some(({ length }) => length > MAX_LINE);

/** The whole entity, header and body; null when its encoding or charset is unknown, so that nothing can be added. */
export function withDisclaimer(
  bytes: Buffer,
  part: MimePart,
  { lines, html }: DisclaimerContent,
  isRoot: boolean,
): Buffer | null {
  const declared = fieldValue(part.fields, 'content-transfer-encoding');
  const encoding = declared === null ? '7bit' : (/[a-z0-9-]+/i.exec(declared)?.[0] ?? '').toLowerCase();
  if (!['7bit', '8bit', 'binary', 'base64', 'quoted-printable'].includes(encoding)) return null;
  const raw = bytes.subarray(part.bodyStart, part.bodyEnd);
  const coded = encoding === 'quoted-printable' ? withoutPadding(raw) : raw;
  const content = decodePart(part.fields, coded);
  const charset = (mimeParameter(part.type.parameters, 'charset') ?? 'us-ascii').toLowerCase();
  const change =
    part.type.subtype === 'html'
      ? htmlChange(content, charset, html)
      : plainChange(content, part, charset, lines, isRoot);
  if (change === null) return null;
  const { at, addition } = change;
  const whole = Buffer.concat([change.content.subarray(0, at), addition, change.content.subarray(at)]);
  const added = change.charset === null ? addition : whole;
  const mustEncode = hasLongLine(addition) || (encoding === '7bit' && hasHighBytes(added));
  const encodingNow = encoding === 'base64' || !mustEncode ? encoding : 'quoted-printable';
  const body =
    encodingNow === 'base64'
      ? encodeBase64(whole)
      : encodingNow === 'quoted-printable'
        ? encodeQuotedPrintable(whole)
        : whole;
  const fields = new Map<string, string | null>();
  // RFC 1864: a digest of the body, which is another now.
  fields.set('content-md5', null);
  if (change.charset !== null) fields.set('content-type', contentTypeField(withCharset(part.type, change.charset)));
  if (encodingNow !== encoding) fields.set('content-transfer-encoding', `Content-Transfer-Encoding: ${encodingNow}`);
  if (isRoot && fields.size > 1 && fieldValue(part.fields, 'mime-version') === null)
    fields.set('mime-version', 'MIME-Version: 1.0');
  return Buffer.concat([headerWith(bytes, part, fields), body]);
}
