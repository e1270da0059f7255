// Bytes of a piece of a message (RFC 3501 section 6.4.5), as they were stored. Knows no protocol text.

import { type MimePart, partAt } from '../mime/mime-structure.ts';
import type { Section } from './fetch-items.ts';

const CRLF = Buffer.from('\r\n');

/** The bytes of a section; null when the message has no such part. */
export function sectionBytes(bytes: Buffer, root: MimePart, { part, what, names }: Section): Buffer | null {
  if (part.length === 0 && what === 'ALL') return bytes;
  const found = partAt(root, part);
  if (!found) return null;
  if (what === 'ALL') return bytes.subarray(found.bodyStart, found.bodyEnd);
  if (what === 'MIME') return bytes.subarray(found.headerStart, found.bodyStart);
  // HEADER and TEXT are those of a message: the outer one, or the one inside the part.
  const message = part.length === 0 ? root : found.message;
  if (!message) return null;
  if (what === 'TEXT') return bytes.subarray(message.bodyStart, message.bodyEnd);
  if (what === 'HEADER') return bytes.subarray(message.headerStart, message.bodyStart);
  const wanted = what === 'HEADER.FIELDS';
  const set = new Set(names);
  const fields = message.fields.filter(({ name }) => set.has(name) === wanted);
  return Buffer.concat([...fields.map(({ start, end }) => wholeLine(bytes, start, end)), CRLF]);
}

/** A field at the very end of a message may lack its line end. */
function wholeLine(bytes: Buffer, start: number, end: number): Buffer {
  const field = bytes.subarray(start, end);
  return field.at(-1) === 0x0a ? field : Buffer.concat([field, CRLF]);
}

/** A part of the bytes; empty behind the end. */
export const partialBytes = (
  bytes: Buffer,
  partial: { readonly offset: number; readonly length: number } | null,
): Buffer => (partial ? bytes.subarray(partial.offset, partial.offset + partial.length) : bytes);
