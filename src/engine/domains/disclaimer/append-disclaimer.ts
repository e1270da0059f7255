// A message with a disclaimer at the end of its text (row 8.9). What is neither that text nor its header stays byte for byte.
// What is left alone, and why: docs/decisions/disclaimers.md.
import { encodeQuotedPrintable } from '../../mime/encode-part.ts';
import { headerWith } from '../../mime/entity-header.ts';
import { fieldValue } from '../../mime/header-fields.ts';
import { type MimePart, mimeStructure } from '../../mime/mime-structure.ts';
import type { DisclaimerContent } from './disclaimer-content.ts';
import { withDisclaimer } from './text-part.ts';
import { type NoPlace, textPlaces } from './text-places.ts';

export type Appended =
  | { readonly kind: 'appended'; readonly message: Buffer }
  /** The message stays as it is. */
  | { readonly kind: NoPlace | 'signed-by-others' };

const CRLF = '\r\n';

/** Domains that have signed the message (RFC 6376 section 3.5, tag `d`), lower case. */
const signingDomains = ({ fields }: MimePart): string[] =>
  fields
    .filter(({ name }) => name === 'dkim-signature')
    .map(({ value }) => /(?:^|;)\s*d\s*=\s*([^;\s]+)/i.exec(value)?.[1]?.toLowerCase() ?? '');

/** A delimiter that occurs nowhere in the message. */
function freeBoundary(message: Buffer, seed: string): string {
  const name = `=_${seed.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;
  for (let turn = 0; ; turn += 1) if (!message.includes(`--${name}_${turn}`)) return `${name}_${turn}`;
}

const isContentField = (name: string): boolean => name.startsWith('content-');

/** A message without text becomes a multipart/mixed: what it was, then a text. */
function wrapped(message: Buffer, root: MimePart, { lines }: DisclaimerContent, seed: string): Buffer {
  const boundary = freeBoundary(message, seed);
  const inner = root.fields.filter(({ name }) => isContentField(name));
  const outer = new Map<string, string | null>(inner.map(({ name }) => [name, null]));
  outer.set('content-type', `Content-Type: multipart/mixed; boundary="${boundary}"`);
  const encoding = fieldValue(root.fields, 'content-transfer-encoding') ?? '';
  // RFC 2045 section 6.4: of a multipart it says what is inside.
  if (/^(?:8bit|binary)$/i.test(encoding))
    outer.set('content-transfer-encoding', `Content-Transfer-Encoding: ${encoding}`);
  if (fieldValue(root.fields, 'mime-version') === null) outer.set('mime-version', 'MIME-Version: 1.0');
  const text = [
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    CRLF,
  ].join(CRLF);
  return Buffer.concat([
    headerWith(message, root, outer),
    Buffer.from(`--${boundary}${CRLF}`),
    ...inner.map(({ start, end }) => message.subarray(start, end)),
    Buffer.from(CRLF),
    message.subarray(root.bodyStart, root.bodyEnd),
    Buffer.from(CRLF + text),
    encodeQuotedPrintable(Buffer.from(lines.join(CRLF))),
    Buffer.from(`${CRLF}--${boundary}--${CRLF}`),
  ]);
}

/**
 * @param seed makes the delimiter of a new multipart; a queue id. @param isOurs tells whether a signing domain is ours: we sign again
 * what we change, others cannot
 */
export function appendDisclaimer(
  message: Buffer,
  content: DisclaimerContent,
  seed: string,
  isOurs: (domain: string) => boolean,
): Appended {
  const root = mimeStructure(message);
  if (!signingDomains(root).every(isOurs)) return { kind: 'signed-by-others' };
  const places = textPlaces(message, root);
  if (typeof places === 'string') return { kind: places };
  if (places.length === 0)
    return root.type.type === 'message' && root.message === null
      ? { kind: 'protected' }
      : { kind: 'appended', message: wrapped(message, root, content, seed) };
  const pieces: Buffer[] = [];
  let at = 0;
  for (const part of places) {
    const entity = withDisclaimer(message, part, content, part === root);
    // One form with it and one without would be two different messages.
    if (entity === null) return { kind: 'unreadable' };
    pieces.push(message.subarray(at, part.headerStart), entity);
    at = part.bodyEnd;
  }
  return { kind: 'appended', message: Buffer.concat([...pieces, message.subarray(at)]) };
}
