// The header fields that a DKIM signature covers, as it covers them (RFC 6376 sections 3.4.1, 3.4.2, 3.7 and 5.4.2). Own code: mailauth 4.13.3
// takes the byte A0 for a blank, which breaks every field with a raw `à` (docs/decisions/mail-authentication.md).
import type { HeaderField } from '../mime/header-fields.ts';
import type { Canonicalization } from './canonical-body.ts';

/** A field without its last line end. Text is latin1: one character a byte. */
function relaxed(text: string): string {
  const colon = text.indexOf(':');
  const name = text
    .slice(0, colon)
    .toLowerCase()
    .replace(/[ \t]+$/, '');
  const value = text
    .slice(colon + 1)
    .replace(/\r?\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '');
  return `${name}:${value}`;
}

const canonical = (text: string, how: Canonicalization): string => (how === 'simple' ? text : relaxed(text));

/** The text of a field as it stands in the message, without its last line end. */
export const fieldText = (message: Buffer, { start, end }: HeaderField): string =>
  message.toString('latin1', start, end).replace(/\r?\n$/, '');

/**
 * The fields that `names` picks: of several with one name the last first, the next above it at the next mention. A name that
 * finds none adds nothing, which is how a signature says that there are no more.
 * @param names lower case, in the order of `h=`
 * @param except the signature under examination: it never covers itself
 */
export function pickFields(
  fields: readonly HeaderField[],
  names: readonly string[],
  except: HeaderField | null,
): HeaderField[] {
  const left = new Map<string, HeaderField[]>();
  for (const field of fields) {
    if (field === except) continue;
    const same = left.get(field.name);
    if (same) same.push(field);
    else left.set(field.name, [field]);
  }
  return names.flatMap((name) => left.get(name)?.pop() ?? []);
}

/** What is signed: the picked fields, then the signature's own field without its value of `b=`. */
export function signedHeader(
  message: Buffer,
  picked: readonly HeaderField[],
  signatureField: string,
  how: Canonicalization,
): Buffer {
  const lines = picked.map((field) => `${canonical(fieldText(message, field), how)}\r\n`);
  return Buffer.from(lines.join('') + canonical(withoutSignature(signatureField), how), 'latin1');
}

/** Takes out the value of `b=` and the blanks around it. */
function withoutSignature(field: string): string {
  const colon = field.indexOf(':') + 1;
  return field.slice(0, colon) + field.slice(colon).replace(/((?:^|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*/, '$1');
}
