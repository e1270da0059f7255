// Where in a message a text for the reader can be added, or why nowhere (row 8.9).
import { decodePart } from '../../../stages/observe/decode-part.ts';
import { contentTypeOf, dispositionField } from '../../mime/content-type.ts';
import { fieldValue } from '../../mime/header-fields.ts';
import type { MimePart } from '../../mime/mime-structure.ts';

/** `protected`: signed, encrypted, or a report for programs: a change would break it. `unreadable`: beyond the bounds, or broken. */
export type NoPlace = 'protected' | 'unreadable';

/** Forms of one text a message may have [A]; more of them is an attempt to make it grow. */
const MAX_PLACES = 10;

const PLAIN = { type: 'text', subtype: 'plain', parameters: [] } as const;
const PROTECTED = new Set([
  'multipart/signed',
  'multipart/encrypted',
  'multipart/report',
  'application/pkcs7-mime',
  'application/x-pkcs7-mime',
  'application/pgp-encrypted',
  'message/partial',
  'message/external-body',
  'message/delivery-status',
  'message/disposition-notification',
]);
/** RFC 4880 section 6.2. */
const ARMOUR = '-----BEGIN PGP ';

const startOf = ({ children, type }: MimePart): MimePart | undefined => {
  const start = type.parameters.find(([name]) => name === 'start')?.[1];
  const named = children.find(({ fields }) => start !== undefined && fieldValue(fields, 'content-id') === start);
  return named ?? children[0];
};

/**
 * The text parts that a reader sees as the body of the message: all forms of a multipart/alternative, the root of a multipart/related
 * (RFC 2387), the first text of any other multipart. Empty: there is no text.
 */
export function textPlaces(bytes: Buffer, root: MimePart): readonly MimePart[] | NoPlace {
  function visit(part: MimePart): readonly MimePart[] | NoPlace {
    const { type, subtype } = part.type;
    const declared = contentTypeOf(part.fields, PLAIN);
    if (PROTECTED.has(`${declared.type}/${declared.subtype}`)) return 'protected';
    if (dispositionField(fieldValue(part.fields, 'content-disposition'))?.token === 'attachment') return [];
    if (type === 'text') {
      if (declared.type !== 'text' && fieldValue(part.fields, 'content-type') !== null) return 'unreadable';
      if (subtype !== 'plain' && subtype !== 'html') return [];
      const content = decodePart(part.fields, bytes.subarray(part.bodyStart, part.bodyEnd));
      return content.includes(ARMOUR) ? 'protected' : [part];
    }
    if (type !== 'multipart') return [];
    if (subtype === 'alternative') return all(part.children);
    const start = subtype === 'related' ? startOf(part) : undefined;
    if (start) return visit(start);
    for (const child of part.children) {
      const places = visit(child);
      if (typeof places === 'string' || places.length > 0) return places;
    }
    return [];
  }
  function all(parts: readonly MimePart[]): readonly MimePart[] | NoPlace {
    const places: MimePart[] = [];
    for (const part of parts) {
      const found = visit(part);
      if (typeof found === 'string') return found;
      places.push(...found);
      if (places.length > MAX_PLACES) return 'unreadable';
    }
    return places;
  }
  return visit(root);
}
