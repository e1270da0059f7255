// The size of the largest attachment of a message (row 8.8), as a file would have it. Bounded by the bounds of the MIME walk.
import { decodePart } from '../../stages/observe/decode-part.ts';
import { partsOf } from '../../stages/observe/received-message.ts';
import { dispositionField } from '../mime/content-type.ts';
import { fieldValue } from '../mime/header-fields.ts';
import type { MimePart } from '../mime/mime-structure.ts';

const isNamed = (parameters: readonly (readonly [string, string])[], name: string): boolean =>
  parameters.some(([key]) => key === name || key.startsWith(`${name}*`));

/** Declared an attachment, named like a file, or nothing that is read as part of the text. */
function isAttachment(part: MimePart): boolean {
  const disposition = dispositionField(fieldValue(part.fields, 'content-disposition'));
  if (disposition !== null && disposition.token !== 'inline') return true;
  if (disposition !== null && isNamed(disposition.parameters, 'filename')) return true;
  if (part.message !== null || isNamed(part.type.parameters, 'name')) return true;
  return part.type.type !== 'text' && part.type.type !== 'multipart';
}

/** Four letters are three bytes; line ends and padding are not counted. */
function base64Bytes(body: Buffer): number {
  let letters = 0;
  for (const byte of body) if (byte > 0x20 && byte !== 0x3d) letters += 1;
  return Math.floor((letters * 3) / 4);
}

function decodedBytes(bytes: Buffer, { fields, bodyStart, bodyEnd }: MimePart): number {
  const body = bytes.subarray(bodyStart, bodyEnd);
  return /base64/i.test(fieldValue(fields, 'content-transfer-encoding') ?? '')
    ? base64Bytes(body)
    : decodePart(fields, body).length;
}

/** Bytes, 0 without attachments. A message that is attached counts as a whole. */
export function largestAttachmentBytes(message: Buffer): number {
  let largest = 0;
  const visit = (part: MimePart): void => {
    if (isAttachment(part)) largest = Math.max(largest, decodedBytes(message, part));
    else part.children.forEach(visit);
  };
  visit(partsOf(message).root);
  return largest;
}
