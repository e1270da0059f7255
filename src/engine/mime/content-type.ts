// Structured MIME fields (RFC 2045 section 5.1, RFC 2183): `value; name=value`. Lenient in reading, never failing.
import { fieldValue, type HeaderField } from './header-fields.ts';

/** Parameter names in lower case, values as written (latin1). RFC 2231 pieces are left for the client to join. */
export type Parameters = readonly (readonly [name: string, value: string])[];

export interface ContentType {
  /** Lower case. */
  readonly type: string;
  readonly subtype: string;
  readonly parameters: Parameters;
}

const MAX_PARAMETERS = 200;
const MAX_VALUE_CHARACTERS = 65_536;
const TOKEN = /[^\s()<>@,;:\\"/[\]?=]+/y;
/** Values are taken up to a semicolon or blank: many senders forget the quotes. */
const LOOSE_VALUE = /[^\s;"]+/y;
const QUOTED = /"([^"\\]*(?:\\[\s\S][^"\\]*)*)"?/y;

/** Walks along a value; each taker moves behind what it took. */
class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.slice(0, MAX_VALUE_CHARACTERS);
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  /** Blanks and comments, nested ones too. */
  skip(): void {
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at);
      if (character === '(') depth += 1;
      else if (depth === 0 && !/\s/.test(character)) return;
      else if (character === ')') depth -= 1;
      else if (character === '\\') this.#at += 1;
    }
  }

  accept(character: string): boolean {
    this.skip();
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Goes on behind the next semicolon; false at the end. */
  nextParameter(): boolean {
    const found = this.#text.indexOf(';', this.#at);
    this.#at = found === -1 ? this.#text.length : found + 1;
    return found !== -1;
  }
}

function readParameters(cursor: Cursor): Parameters {
  const parameters: [string, string][] = [];
  while (parameters.length < MAX_PARAMETERS && cursor.nextParameter()) {
    cursor.skip();
    const name = cursor.take(TOKEN)?.[0];
    if (name === undefined || !cursor.accept('=')) continue;
    cursor.skip();
    const quoted = cursor.take(QUOTED)?.[1];
    const value = quoted === undefined ? cursor.take(LOOSE_VALUE)?.[0] : quoted.replace(/\\([\s\S])/g, '$1');
    if (value !== undefined) parameters.push([name.toLowerCase(), value]);
  }
  return parameters;
}

/** The content type of a part; `assumed` when it declares none. One that cannot be read is text/plain (RFC 2045 section 5.2). */
export function contentTypeOf(fields: readonly HeaderField[], assumed: ContentType): ContentType {
  const value = fieldValue(fields, 'content-type');
  if (value === null) return assumed;
  const cursor = new Cursor(value);
  cursor.skip();
  const type = cursor.take(TOKEN)?.[0];
  const slash = cursor.accept('/');
  cursor.skip();
  const subtype = cursor.take(TOKEN)?.[0];
  if (type === undefined || !slash || subtype === undefined) return { type: 'text', subtype: 'plain', parameters: [] };
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), parameters: readParameters(cursor) };
}

/** A field such as Content-Disposition; null when it is missing or empty. */
export function dispositionField(
  value: string | null,
): { readonly token: string; readonly parameters: Parameters } | null {
  if (value === null) return null;
  const cursor = new Cursor(value);
  cursor.skip();
  const token = cursor.take(TOKEN)?.[0];
  return token === undefined ? null : { token: token.toLowerCase(), parameters: readParameters(cursor) };
}
