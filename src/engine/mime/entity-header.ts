// Changes to the MIME fields of one entity, every other byte of its header staying as it is.
import type { ContentType } from './content-type.ts';
import type { MimePart } from './mime-structure.ts';

const LF = 0x0a;
const CR = 0x0d;
/** RFC 2045 section 5.1. */
const TOKEN = /^[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]+$/;
const CRLF = Buffer.from('\r\n');

/** The field of a content type. Values as they were read: latin1. */
export function contentTypeField({ type, subtype, parameters }: ContentType): string {
  const written = parameters.map(([name, value]) =>
    TOKEN.test(value) ? `${name}=${value}` : `${name}="${value.replace(/["\\]/g, '\\$&')}"`,
  );
  const pieces = [`Content-Type: ${type}/${subtype}`, ...written];
  const line = pieces.join('; ');
  return line.length <= 76 ? line : pieces.join(';\r\n\t');
}

/** The same type with another charset, other parameters kept. */
export const withCharset = ({ type, subtype, parameters }: ContentType, charset: string): ContentType => ({
  type,
  subtype,
  parameters: [['charset', charset], ...parameters.filter(([name]) => name.split('*')[0] !== 'charset')],
});

/** Where the empty line at the end of a header begins; its end where there is none. */
function emptyLine(bytes: Buffer, { headerStart, bodyStart }: MimePart): number {
  const lineStart = bytes[bodyStart - 2] === CR ? bodyStart - 2 : bodyStart - 1;
  const begins = lineStart === headerStart || bytes[lineStart - 1] === LF;
  return lineStart >= headerStart && bytes[bodyStart - 1] === LF && begins ? lineStart : bodyStart;
}

/**
 * The header of an entity, its empty line included, with fields set: in the place of the first of that name, or at the end.
 * @param fields by lower-case name: the whole field without its line end; null takes it out
 */
export function headerWith(bytes: Buffer, part: MimePart, fields: ReadonlyMap<string, string | null>): Buffer {
  const end = emptyLine(bytes, part);
  const pieces: Buffer[] = [];
  const set = new Set<string>();
  let at = part.headerStart;
  for (const { name, start, end: behind } of part.fields) {
    const field = fields.get(name);
    if (field === undefined) continue;
    pieces.push(bytes.subarray(at, start));
    if (field !== null && !set.has(name)) pieces.push(Buffer.from(`${field}\r\n`, 'latin1'));
    set.add(name);
    at = behind;
  }
  pieces.push(bytes.subarray(at, end));
  if (end > part.headerStart && bytes[end - 1] !== LF) pieces.push(CRLF);
  for (const [name, field] of fields)
    if (field !== null && !set.has(name)) pieces.push(Buffer.from(`${field}\r\n`, 'latin1'));
  pieces.push(end < part.bodyStart ? bytes.subarray(end, part.bodyStart) : CRLF);
  return Buffer.concat(pieces);
}
