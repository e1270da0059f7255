// The grammar of SEARCH (RFC 3501 section 6.4.4) and what its keys mean for one message. Knows no mailbox.
import { type ArgumentReader, SyntaxFault } from './argument-reader.ts';
import { parseDay } from './date-time.ts';
import { type Intervals, intervalsOf, readSequenceSet } from './sequence-set.ts';

export type SearchKey =
  /** True or false for every message. */
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'numbers'; readonly intervals: Intervals; readonly of: 'sequence' | 'uid' }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'size'; readonly relation: 'larger' | 'smaller'; readonly bytes: number }
  | { readonly kind: 'day'; readonly relation: 'before' | 'on' | 'since'; readonly day: number; readonly sent: boolean }
  | { readonly kind: 'header'; readonly name: string; readonly text: string }
  | { readonly kind: 'body' | 'text'; readonly text: string }
  | { readonly kind: 'not'; readonly key: SearchKey }
  | { readonly kind: 'and' | 'or'; readonly keys: readonly SearchKey[] };

/** What `*` stands for. */
interface LastNumbers {
  readonly sequence: number;
  readonly uid: number;
}

const MAX_KEYS = 200;
const FLAG_KEYS = ['ANSWERED', 'DELETED', 'DRAFT', 'FLAGGED', 'SEEN'];
const HEADER_KEYS = ['BCC', 'CC', 'FROM', 'SUBJECT', 'TO'];

const not = (key: SearchKey): SearchKey => ({ kind: 'not', key });
const systemFlag = (name: string): SearchKey => ({
  kind: 'flag',
  flag: `\\${name.charAt(0)}${name.slice(1).toLowerCase()}`,
});
/** `\Recent` is never set here (see commands/select.ts), so everything is old. */
const CONSTANTS: Readonly<Record<string, boolean>> = { ALL: true, OLD: true, NEW: false, RECENT: false };

/** Reads all keys to the end of the command; they must all hold. Strings are taken as UTF-8, which contains US-ASCII. */
export function readSearchKeys(reader: ArgumentReader, last: LastNumbers): SearchKey {
  let left = MAX_KEYS;

  const readKeys = (more: () => boolean): SearchKey => {
    const keys = [readKey()];
    while (more()) keys.push(readKey());
    return { kind: 'and', keys };
  };

  const readText = (): string => {
    reader.space();
    return Buffer.from(reader.astring(), 'latin1').toString('utf8').toLowerCase();
  };

  const readNumbers = (of: 'sequence' | 'uid'): SearchKey => ({
    kind: 'numbers',
    intervals: intervalsOf(readSequenceSet(reader), last[of]),
    of,
  });

  const readKey = (): SearchKey => {
    left -= 1;
    if (left < 0) throw new SyntaxFault('Too many search keys');
    if (reader.peek === '(')
      return reader.nested(() => {
        reader.expect('(');
        const keys = readKeys(() => reader.accept(' '));
        reader.expect(')');
        return keys;
      });
    if (/[\d*]/.test(reader.peek)) return readNumbers('sequence');
    return readNamed(reader.word());
  };

  const readNested = (): SearchKey =>
    reader.nested(() => {
      reader.space();
      return readKey();
    });

  const readNamed = (name: string): SearchKey => {
    const constant = CONSTANTS[name];
    if (constant !== undefined) return { kind: 'constant', value: constant };
    if (FLAG_KEYS.includes(name)) return systemFlag(name);
    if (name.startsWith('UN') && FLAG_KEYS.includes(name.slice(2))) return not(systemFlag(name.slice(2)));
    if (HEADER_KEYS.includes(name)) return { kind: 'header', name: name.toLowerCase(), text: readText() };
    const relation = /^(SENT)?(BEFORE|ON|SINCE)$/.exec(name);
    if (relation) return readDate(reader, relation[2] ?? '', relation[1] !== undefined);
    switch (name) {
      case 'NOT':
        return not(readNested());
      case 'OR':
        return { kind: 'or', keys: [readNested(), readNested()] };
      case 'UID':
        reader.space();
        return readNumbers('uid');
      case 'KEYWORD':
      case 'UNKEYWORD': {
        reader.space();
        const key: SearchKey = { kind: 'flag', flag: reader.atom() };
        return name === 'KEYWORD' ? key : not(key);
      }
      case 'LARGER':
      case 'SMALLER':
        reader.space();
        return { kind: 'size', relation: name === 'LARGER' ? 'larger' : 'smaller', bytes: reader.number() };
      case 'BODY':
      case 'TEXT':
        return { kind: name === 'BODY' ? 'body' : 'text', text: readText() };
      case 'HEADER':
        reader.space();
        return { kind: 'header', name: reader.astring().toLowerCase(), text: readText() };
      default:
        throw new SyntaxFault('Unknown search key');
    }
  };

  const keys = readKeys(() => reader.accept(' '));
  reader.end();
  return keys;
}

function readDate(reader: ArgumentReader, word: string, sent: boolean): SearchKey {
  reader.space();
  const day = parseDay(reader.astring());
  if (day === null) throw new SyntaxFault('Bad date');
  return { kind: 'day', relation: word.toLowerCase() as 'before' | 'on' | 'since', day, sent };
}

/** How many keys must look into messages: the price of a search. */
export function contentKeys(key: SearchKey): number {
  switch (key.kind) {
    case 'header':
    case 'body':
    case 'text':
      return 1;
    case 'day':
      return key.sent ? 1 : 0;
    case 'not':
      return contentKeys(key.key);
    case 'and':
    case 'or':
      return key.keys.reduce((count, one) => count + contentKeys(one), 0);
    default:
      return 0;
  }
}
