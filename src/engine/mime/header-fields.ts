// The fields of one header as byte ranges and values (RFC 5322 section 2.2). Values are latin1 strings: one character a byte.

/** One field with its continuation lines. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Range of the whole field, line end included. */
  readonly start: number;
  readonly end: number;
  /** Behind the colon, unfolded, without the blanks around it. */
  readonly value: string;
}

export interface Header {
  readonly fields: readonly HeaderField[];
  /** Behind the empty line that ends the header, or the end where there is none. */
  readonly bodyStart: number;
}

const LF = 0x0a;
const CR = 0x0d;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/**
 * Reads fields up to the empty line. A line that is no field is passed over and stays in the bytes.
 * @param maxFields those behind it are passed over too
 */
export function readHeader(bytes: Buffer, start: number, end: number, maxFields: number): Header {
  const fields: HeaderField[] = [];
  let at = start;
  while (at < end) {
    const lineEnd = endOfLine(bytes, at, end);
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)) return { fields, bodyStart: lineEnd };
    let fieldEnd = lineEnd;
    while (fieldEnd < end && isBlank(bytes[fieldEnd])) fieldEnd = endOfLine(bytes, fieldEnd, end);
    const field = fields.length < maxFields ? readField(bytes, at, fieldEnd) : null;
    if (field) fields.push(field);
    at = fieldEnd;
  }
  return { fields, bodyStart: end };
}

function endOfLine(bytes: Buffer, at: number, end: number): number {
  const found = bytes.indexOf(LF, at);
  return found === -1 || found >= end ? end : found + 1;
}

function readField(bytes: Buffer, start: number, end: number): HeaderField | null {
  const text = bytes.toString('latin1', start, end);
  const colon = text.indexOf(':');
  const name = trimEnd(text.slice(0, Math.max(0, colon)));
  if (colon < 1 || !/^[\x21-\x7e]+$/.test(name)) return null;
  // Unfolding takes the line end out and leaves the blank behind it (RFC 5322 section 2.2.3).
  const value = trimBlanks(text.slice(colon + 1).replace(/\r?\n/g, ''));
  return { name: name.toLowerCase(), start, end, value };
}

const isBlankAt = (text: string, at: number): boolean => text[at] === ' ' || text[at] === '\t';

/** A regular expression that looks for blanks at the end takes time with the square of their number: 5 s for a line of 100 KB. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlankAt(text, end - 1)) end -= 1;
  return text.slice(0, end);
}

/** Text without the blanks around it, in linear time. */
export function trimBlanks(text: string): string {
  let start = 0;
  while (isBlankAt(text, start)) start += 1;
  return trimEnd(text.slice(start));
}

/** Value of the first field of that name; null when there is none. @param name lower case */
export const fieldValue = (fields: readonly HeaderField[], name: string): string | null =>
  fields.find((field) => field.name === name)?.value ?? null;
