// Addresses of a header field (RFC 5322 section 3.4), as ENVELOPE wants them. Linear in the text, lenient, never failing.

/** One address, or (host null) the start or end of a group. latin1 strings, nothing decoded. */
export interface EnvelopeAddress {
  readonly name: string | null;
  readonly mailbox: string | null;
  readonly host: string | null;
}

/** End of a group (RFC 3501 section 7.4.2). */
const GROUP_END: EnvelopeAddress = { name: null, mailbox: null, host: null };

/** More than any honest header has [A]; the header itself is always there whole. */
const MAX_ADDRESSES = 10_000;
const MAX_CHARACTERS = 1_048_576;

/** Blanks, a quoted string, an angle-bracketed address, a special, or a run of anything else. */
const PIECE = /\s+|"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|<[^>]*>?|[,;:]|[^\s"<,;:(]+/y;

interface Pending {
  words: string[];
  comment: string;
  angle: string | null;
}

export function parseAddressList(text: string): EnvelopeAddress[] {
  const value = text.slice(0, MAX_CHARACTERS);
  const addresses: EnvelopeAddress[] = [];
  let pending: Pending = { words: [], comment: '', angle: null };
  let inGroup = false;
  const flush = () => {
    const address = addressOf(pending);
    if (address) addresses.push(address);
    pending = { words: [], comment: '', angle: null };
  };
  for (let at = 0; at < value.length && addresses.length < MAX_ADDRESSES; ) {
    if (value[at] === '(') {
      const end = commentEnd(value, at);
      pending.comment = value.slice(at + 1, end - 1);
      at = end;
      continue;
    }
    PIECE.lastIndex = at;
    const piece = PIECE.exec(value)?.[0] ?? value.charAt(at);
    at += piece.length;
    if (piece === ',') flush();
    else if (piece === ':') {
      // A group's name; a colon inside a route stands within angle brackets.
      addresses.push({ name: null, mailbox: phrase(pending.words), host: null });
      pending = { words: [], comment: '', angle: null };
      inGroup = true;
    } else if (piece === ';') {
      flush();
      if (inGroup) addresses.push(GROUP_END);
      inGroup = false;
    } else if (piece.startsWith('<')) pending.angle = piece.replace(/^<|>$/g, '');
    else if (piece.trim() !== '') pending.words.push(piece);
    else if (pending.words.at(-1) !== ' ') pending.words.push(' ');
  }
  flush();
  if (inGroup) addresses.push(GROUP_END);
  return addresses;
}

/** Place behind a comment that begins at `start`; comments nest. */
function commentEnd(value: string, start: number): number {
  let depth = 0;
  for (let at = start; at < value.length; at++) {
    const character = value[at];
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return value.length + 1;
}

const unquote = (word: string): string =>
  word.startsWith('"') ? word.replace(/^"|"$/g, '').replace(/\\([\s\S])/g, '$1') : word;

const phrase = (words: readonly string[]): string => words.map(unquote).join('').trim();

function addressOf({ words, comment, angle }: Pending): EnvelopeAddress | null {
  const display = phrase(words);
  if (angle === null && display === '') return null;
  // A route (`<@a,@b:user@host>`) is obsolete and left out.
  const spec = angle === null ? words.filter((word) => word !== ' ').join('') : angle.replace(/^@[^:]*:/, '').trim();
  const at = spec.lastIndexOf('@');
  const name = angle === null ? comment : display || comment;
  // A missing host must not look like a group, hence the empty string.
  const mailbox = unquote(at === -1 ? spec : spec.slice(0, at));
  return { name: name || null, mailbox, host: at === -1 ? '' : spec.slice(at + 1) };
}
