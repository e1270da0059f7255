// The grammar of FETCH (RFC 3501 section 6.4.5): which items are asked for. Knows no message.
import { type ArgumentReader, SyntaxFault } from './argument-reader.ts';

/** A piece of a message. `part` numbers are empty for the message itself. */
export interface Section {
  readonly part: readonly number[];
  readonly what: 'ALL' | 'HEADER' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT' | 'TEXT' | 'MIME';
  /** Lower case, for the two kinds of HEADER.FIELDS. */
  readonly names: readonly string[];
}

export type FetchItem =
  | { readonly kind: 'FLAGS' | 'UID' | 'INTERNALDATE' | 'RFC822.SIZE' | 'ENVELOPE' }
  | { readonly kind: 'structure'; readonly label: 'BODY' | 'BODYSTRUCTURE' }
  | {
      readonly kind: 'section';
      /** How the response calls it, e.g. `BODY[TEXT]<0>`. */
      readonly label: string;
      readonly section: Section;
      readonly partial: { readonly offset: number; readonly length: number } | null;
      /** Reading it does not set `\Seen`. */
      readonly peek: boolean;
    };

/** A client asks for a handful; each may be the whole message again, so the answer is bounded by this. */
const MAX_ITEMS = 32;
const MAX_NAMES = 200;
const MAX_PART_NUMBERS = 200;

const NAME = /[A-Za-z0-9.]+/y;
const plain = (...kinds: ('FLAGS' | 'UID' | 'INTERNALDATE' | 'RFC822.SIZE' | 'ENVELOPE')[]): FetchItem[] =>
  kinds.map((kind) => ({ kind }));
const WHOLE: Section = { part: [], what: 'ALL', names: [] };
const FAST = plain('FLAGS', 'INTERNALDATE', 'RFC822.SIZE');
const MACROS: Readonly<Record<string, readonly FetchItem[]>> = {
  FAST,
  ALL: [...FAST, ...plain('ENVELOPE')],
  FULL: [...FAST, ...plain('ENVELOPE'), { kind: 'structure', label: 'BODY' }],
};

/** A macro, one item or a list of items. */
export function readFetchItems(reader: ArgumentReader): readonly FetchItem[] {
  if (reader.peek === '(') {
    const items = reader.list(() => readItem(reader, readName(reader)), MAX_ITEMS);
    if (items.length === 0) throw new SyntaxFault('Nothing asked for');
    return items;
  }
  const name = readName(reader);
  return MACROS[name] ?? [readItem(reader, name)];
}

const readName = (reader: ArgumentReader): string => reader.match(NAME)?.[0].toUpperCase() ?? '';

function readItem(reader: ArgumentReader, name: string): FetchItem {
  switch (name) {
    case 'FLAGS':
    case 'UID':
    case 'INTERNALDATE':
    case 'RFC822.SIZE':
    case 'ENVELOPE':
      return { kind: name };
    case 'BODYSTRUCTURE':
      return { kind: 'structure', label: name };
    case 'RFC822':
      return { kind: 'section', label: name, section: WHOLE, partial: null, peek: false };
    case 'RFC822.HEADER':
      return { kind: 'section', label: name, section: { ...WHOLE, what: 'HEADER' }, partial: null, peek: true };
    case 'RFC822.TEXT':
      return { kind: 'section', label: name, section: { ...WHOLE, what: 'TEXT' }, partial: null, peek: false };
    case 'BODY':
    case 'BODY.PEEK':
      if (name === 'BODY' && reader.peek !== '[') return { kind: 'structure', label: name };
      return readSection(reader, name === 'BODY.PEEK');
    default:
      throw new SyntaxFault('Unknown item');
  }
}

function readSection(reader: ArgumentReader, peek: boolean): FetchItem {
  reader.expect('[');
  const part: number[] = [];
  while (/\d/.test(reader.peek)) {
    const number = reader.number();
    if (number === 0 || part.length >= MAX_PART_NUMBERS) throw new SyntaxFault('Bad part number');
    part.push(number);
    if (!reader.accept('.')) break;
    if (reader.peek === ']') throw new SyntaxFault('Bad section');
  }
  const section = readSectionText(reader, part);
  reader.expect(']');
  const partial = readPartial(reader);
  const label = `BODY[${sectionLabel(section)}]${partial ? `<${partial.offset}>` : ''}`;
  return { kind: 'section', label, section, partial, peek };
}

function readSectionText(reader: ArgumentReader, part: number[]): Section {
  if (reader.peek === ']') return { part, what: 'ALL', names: [] };
  const what = readName(reader);
  if (what === 'HEADER' || what === 'TEXT' || (what === 'MIME' && part.length > 0)) return { part, what, names: [] };
  if (what !== 'HEADER.FIELDS' && what !== 'HEADER.FIELDS.NOT') throw new SyntaxFault('Bad section');
  reader.space();
  const names = reader.list(() => reader.astring().toLowerCase(), MAX_NAMES);
  if (names.length === 0) throw new SyntaxFault('No header names');
  if (names.some((name) => !/^[\x21-\x39\x3b-\x7e]+$/.test(name))) throw new SyntaxFault('Bad header name');
  return { part, what, names };
}

function readPartial(reader: ArgumentReader): { offset: number; length: number } | null {
  if (!reader.accept('<')) return null;
  const offset = reader.number();
  reader.expect('.');
  const length = reader.number();
  if (length === 0) throw new SyntaxFault('Nothing asked for');
  reader.expect('>');
  return { offset, length };
}

function sectionLabel({ part, what, names }: Section): string {
  const words = what === 'ALL' ? [...part] : [...part, what];
  if (names.length === 0) return words.join('.');
  const spelled = names.map((name) =>
    /^[a-z0-9-]+$/.test(name) ? name.toUpperCase() : `"${name.replace(/["\\]/g, '\\$&')}"`,
  );
  return `${words.join('.')} (${spelled.join(' ')})`;
}
