// Spam as the attachment of a report (row 9.1): nothing of it is shown or run before somebody opens it. As plain text, not even then.
import { dispositionOf } from '../../pipeline/disposition.ts';
import type { Mark } from '../../pipeline/verdict.ts';
import { readHeader } from '../mime/header-fields.ts';
import { MAX_HEADER_FIELDS } from '../smtp/limits.ts';

/** Fields of the original that the report carries, so that lists show it as what it is. */
const CARRIED = new Set(['from', 'to', 'cc', 'subject', 'date', 'message-id', 'in-reply-to', 'references', 'sender']);
const MAX_CARRIED_FIELDS = 20;
const MAX_FIELD_BYTES = 4096;
/** RFC 5322 section 2.1.1; longer lines and bytes that are no text go as base64. */
const MAX_LINE_BYTES = 998;
const BASE64_LINE = /.{1,76}/g;

/** By this field a report is known again, when it is reported as false spam. */
export const ENCAPSULATED_FIELD = 'X-Spam-Encapsulated';

/** A delimiter that no line of the message begins with. */
function boundaryFor(message: Buffer, id: string): string {
  const base = `=_${id.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;
  for (let attempt = 0; ; attempt += 1) {
    const boundary = `${base}_${attempt}`;
    if (!message.includes(`--${boundary}`)) return boundary;
  }
}

function hasLongLine(message: Buffer): boolean {
  for (let start = 0; start < message.length; ) {
    const found = message.indexOf(0x0a, start);
    const end = found === -1 ? message.length : found;
    if (end - start > MAX_LINE_BYTES + 1) return true;
    start = end + 1;
  }
  return false;
}

const isEightBit = (message: Buffer): boolean => message.some((byte) => byte > 0x7f);

/** Content-Transfer-Encoding and the bytes under it. A message within is never encoded (RFC 2046 section 5.2.1). */
function content(message: Buffer, asText: boolean): { readonly encoding: string; readonly bytes: Buffer } {
  const eightBit = isEightBit(message);
  if (asText && (hasLongLine(message) || message.includes(0)))
    return { encoding: 'base64', bytes: Buffer.from(message.toString('base64').replace(BASE64_LINE, '$&\r\n')) };
  return { encoding: eightBit ? '8bit' : '7bit', bytes: message };
}

export interface Encapsulation {
  readonly how: 'attachment' | 'plainText';
  /** Queue id. */
  readonly id: string;
  readonly hostname: string;
  readonly score: number;
}

/** The message as its marks ask for it: as it is, or as the attachment of a report. @param message begins with its header */
export function encapsulatedAsMarked(
  message: Buffer,
  { marks, id }: { readonly marks: readonly Mark[]; readonly id: string },
  hostname: string,
): Buffer {
  const how = dispositionOf(marks).encapsulate;
  if (how === null) return message;
  const score = marks.reduce((highest, mark) => (mark.kind === 'spam' ? Math.max(highest, mark.score) : highest), -1e9);
  return encapsulateSpam(message, { how, id, hostname, score });
}

/** @param message begins with its header. @returns a new message that holds it */
export function encapsulateSpam(message: Buffer, { how, id, hostname, score }: Encapsulation): Buffer {
  const { fields } = readHeader(message, 0, message.length, MAX_HEADER_FIELDS);
  const carried = fields
    .filter(({ name, start, end }) => CARRIED.has(name) && end - start <= MAX_FIELD_BYTES)
    .slice(0, MAX_CARRIED_FIELDS)
    .map(({ start, end }) => message.subarray(start, end));
  const asText = how === 'plainText';
  const boundary = boundaryFor(message, id);
  const { encoding, bytes } = content(message, asText);
  const type = asText ? 'text/plain; charset=utf-8; name="original.txt"' : 'message/rfc822';
  const lines = (...all: string[]): Buffer => Buffer.from(all.map((line) => `${line}\r\n`).join(''));
  return Buffer.concat([
    ...carried.flatMap((field) => (field.at(-1) === 0x0a ? [field] : [field, Buffer.from('\r\n')])),
    lines(
      `${ENCAPSULATED_FIELD}: ${asText ? 'text' : 'message'}`,
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain; charset=us-ascii',
      '',
      `The mail server ${hostname} takes this message for spam (score ${score.toFixed(1)}).`,
      asText
        ? 'The original is attached as plain text, so that nothing in it can be run or loaded.'
        : 'The original is attached. Open it only if you know its sender.',
      '',
      `--${boundary}`,
      `Content-Type: ${type}`,
      `Content-Disposition: attachment; filename="original.${asText ? 'txt' : 'eml'}"`,
      'Content-Description: original message',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
    ),
    bytes,
    lines('', `--${boundary}--`),
  ]);
}
