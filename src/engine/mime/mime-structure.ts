// The parts of a message as byte ranges: nothing is decoded or copied, so what goes out is what came in. Bounded in depth, parts
// and work. Knows MIME (RFC 2045, 2046), no protocol.
import { type ContentType, contentTypeOf } from './content-type.ts';
import { fieldValue, type HeaderField, readHeader } from './header-fields.ts';

/** One entity: the message itself, a part of a multipart, or the message inside a message/rfc822 part. Ranges are `[start, end)`. */
export interface MimePart {
  readonly headerStart: number;
  /** End of the header with its empty line; the body's start. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly fields: readonly HeaderField[];
  /** As it can be used: a multipart without parts counts as text/plain, as RFC 2045 section 5.2 has it for what cannot be read. */
  readonly type: ContentType;
  /** Parts of a multipart, else empty. */
  readonly children: readonly MimePart[];
  /** The message in a message/rfc822 part, else null. */
  readonly message: MimePart | null;
}

/**
 * Depth is Postfix's `mime_nesting_limit`; the numbers of parts and of header fields in all of them [A]. What is beyond is not
 * seen as what it is.
 */
export const MIME_LIMITS = { depth: 100, parts: 10_000, fields: 20_000 } as const;
/** Every level of multiparts is searched once; together not more than this many times the message. */
const MAX_PASSES = 16;

const LF = 0x0a;
const CR = 0x0d;
const PLAIN: ContentType = { type: 'text', subtype: 'plain', parameters: [] };
const NESTED: ContentType = { type: 'message', subtype: 'rfc822', parameters: [] };

interface Allowance {
  parts: number;
  fields: number;
  searchBytes: number;
}

/** Finds the parts of a message. Never fails: what is beyond the bounds or broken becomes one plain part. */
export function mimeStructure(bytes: Buffer): MimePart {
  const allowance = { parts: MIME_LIMITS.parts, fields: MIME_LIMITS.fields, searchBytes: MAX_PASSES * bytes.length };
  return readPart(bytes, 0, bytes.length, PLAIN, 0, allowance);
}

function readPart(
  bytes: Buffer,
  start: number,
  end: number,
  assumed: ContentType,
  depth: number,
  allowance: Allowance,
): MimePart {
  allowance.parts -= 1;
  const { fields, bodyStart } = readHeader(bytes, start, end, allowance.fields);
  allowance.fields -= fields.length;
  const declared = contentTypeOf(fields, assumed);
  const frame = { headerStart: start, bodyStart, bodyEnd: end, fields };
  const leaf = { ...frame, type: declared, children: [], message: null };
  const composite = declared.type === 'multipart' || isMessage(declared);
  if (!composite) return leaf;
  const plain = { ...leaf, type: PLAIN };
  if (depth >= MIME_LIMITS.depth || allowance.parts <= 0) return plain;
  if (isMessage(declared)) {
    // An encoded message cannot be addressed by byte ranges (and RFC 2046 section 5.2.1 forbids it).
    if (/^(base64|quoted-printable)$/i.test(fieldValue(fields, 'content-transfer-encoding') ?? '')) return plain;
    return { ...leaf, message: readPart(bytes, bodyStart, end, PLAIN, depth + 1, allowance) };
  }
  const assumedChild = declared.subtype === 'digest' ? NESTED : PLAIN;
  const children: MimePart[] = [];
  for (const [from, to] of partRanges(bytes, bodyStart, end, boundaryOf(declared), allowance)) {
    if (allowance.parts <= 0) break;
    children.push(readPart(bytes, from, to, assumedChild, depth + 1, allowance));
  }
  return children.length === 0 ? plain : { ...leaf, children };
}

const isMessage = ({ type, subtype }: ContentType): boolean => type === 'message' && subtype === 'rfc822';

const boundaryOf = (type: ContentType): string => type.parameters.find(([name]) => name === 'boundary')?.[1] ?? '';

/** Ranges between the delimiters. The line end before a delimiter belongs to it (RFC 2046 section 5.1.1). */
function partRanges(
  bytes: Buffer,
  start: number,
  end: number,
  boundary: string,
  allowance: Allowance,
): [number, number][] {
  const ranges: [number, number][] = [];
  if (boundary === '') return ranges;
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let open: number | null = null;
  for (let at = start; ranges.length < allowance.parts; ) {
    const found = bytes.subarray(at, end).indexOf(delimiter);
    const here = found === -1 ? end : at + found;
    allowance.searchBytes -= here - at + 1;
    if (found === -1 || allowance.searchBytes < 0) break;
    at = here + delimiter.length;
    const line = delimiterLine(bytes, start, here, at, end);
    if (!line) continue;
    if (open !== null) ranges.push([open, Math.max(open, beforeLineEnd(bytes, here))]);
    open = line.closes ? null : line.next;
    if (line.closes) return ranges;
    at = line.next;
  }
  // A multipart that is cut off: its last part goes to the end.
  if (open !== null && ranges.length < allowance.parts) ranges.push([open, end]);
  return ranges;
}

/** What stands behind the delimiter at `here`; null when it is no delimiter line after all. */
function delimiterLine(
  bytes: Buffer,
  start: number,
  here: number,
  behind: number,
  end: number,
): { readonly closes: boolean; readonly next: number } | null {
  if (here > start && bytes[here - 1] !== LF) return null;
  const closes = bytes[behind] === 0x2d && bytes[behind + 1] === 0x2d && behind + 2 <= end;
  let at = closes ? behind + 2 : behind;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1;
  if (at < end && bytes[at] === CR) at += 1;
  if (at < end && bytes[at] !== LF) return null;
  return { closes, next: Math.min(end, at + 1) };
}

function beforeLineEnd(bytes: Buffer, lineStart: number): number {
  if (bytes[lineStart - 1] !== LF) return lineStart;
  return bytes[lineStart - 2] === CR ? lineStart - 2 : lineStart - 1;
}

/**
 * The part that a section number names (RFC 3501 section 6.4.5): `[]` is the message. Null when there is none.
 * The numbers of an embedded message continue those of its part.
 */
export function partAt(root: MimePart, numbers: readonly number[]): MimePart | null {
  let message: MimePart | null = root;
  let part: MimePart = root;
  for (const number of numbers) {
    const holder: MimePart | null = message ?? (part.children.length > 0 ? part : null);
    if (!holder) return null;
    const next: MimePart | undefined =
      holder.children.length > 0 ? holder.children[number - 1] : number === 1 ? holder : undefined;
    if (!next) return null;
    part = next;
    message = next.message;
  }
  return part;
}
