// A body signature of ClamAV (its manual, "Body-based Signature Content Format") as elements: bytes, choices, gaps. Reads the hex
// form; knows no database and no search.

/** Bytes that stand side by side. `mask`: bits that count; null: all of them. */
export interface BytesElement {
  readonly kind: 'bytes';
  readonly bytes: Buffer;
  readonly mask: Buffer | null;
}

export type BodyElement =
  | BytesElement
  /** One of several strings; `negated`: none of them, all being of one length. */
  | { readonly kind: 'choice'; readonly options: readonly Buffer[]; readonly negated: boolean }
  /** Any bytes, from `min` to `max` of them. */
  | { readonly kind: 'gap'; readonly min: number; readonly max: number };

/** A run of elements without an open gap. */
export interface BodySegment {
  /** Bytes between this segment and the one before it, at least; no upper limit. */
  readonly gapBefore: number;
  readonly elements: readonly BodyElement[];
}

/** What is wrong with a signature. `unsupported`: it is sound, but asks for something that is not done here. */
export class SignatureFault extends Error {
  override readonly name = 'SignatureFault';
  readonly unsupported: boolean;

  constructor(why: string, unsupported = false) {
    super(why);
    this.unsupported = unsupported;
  }
}

const MAX_HEX = 65_536;
const MAX_OPTIONS = 256;
/** Wider bounded gaps are refused: every place within one is tried [A]. */
const MAX_GAP_WIDTH = 4096;
const MAX_GAP = 10 * 1024 * 1024;

const TOKEN = /\*|\{(\d*)(-?)(\d*)\}|\[(\d+)-(\d+)\]|(!?)\(([^()]{1,20000})\)|((?:[0-9a-fA-F?]{2})+)/y;

function bytesElement(hex: string): BytesElement {
  if (!hex.includes('?')) return { kind: 'bytes', bytes: Buffer.from(hex, 'hex'), mask: null };
  const bits = (digits: string): Buffer => Buffer.from(digits, 'hex');
  return {
    kind: 'bytes',
    bytes: bits(hex.replaceAll('?', '0')),
    mask: bits(hex.replace(/[^?]/g, 'f').replaceAll('?', '0')),
  };
}

function choiceElement(inside: string, negated: boolean): BodyElement {
  if (/^[BLW]$/.test(inside)) throw new SignatureFault(`the boundary (${inside})`, true);
  const parts = inside.split('|');
  if (parts.length > MAX_OPTIONS) throw new SignatureFault(`more than ${MAX_OPTIONS} alternatives`, true);
  const options = parts.map((part) => {
    if (/^(?:[0-9a-fA-F]{2})+$/.test(part)) return Buffer.from(part, 'hex');
    throw new SignatureFault('alternatives that are no plain hex', /^[0-9a-fA-F?*{}()|-]*$/.test(part));
  });
  if (negated && options.some(({ length }) => length !== options[0]?.length))
    throw new SignatureFault('negated alternatives of different lengths');
  return { kind: 'choice', options, negated };
}

/** The counts of `{n}`, `{-n}`, `{n-}`, `{n-m}`; an open end is Infinity. */
function gapOf(low: string, dash: string, high: string): { min: number; max: number } {
  if (low === '' && high === '') throw new SignatureFault('a gap without a number');
  const min = low === '' ? 0 : Number(low);
  const max = dash === '' ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (max < min || min > MAX_GAP) throw new SignatureFault('a gap that cannot be');
  return { min, max };
}

/** @throws SignatureFault */
export function bodySegments(hex: string): readonly BodySegment[] {
  if (hex.length > MAX_HEX) throw new SignatureFault(`more than ${MAX_HEX} characters`);
  const segments: { gapBefore: number; elements: BodyElement[] }[] = [{ gapBefore: 0, elements: [] }];
  const add = (element: BodyElement): void => void segments.at(-1)?.elements.push(element);
  const split = (gapBefore: number): void => void segments.push({ gapBefore, elements: [] });
  for (let at = 0; at < hex.length; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(hex);
    if (!found) throw new SignatureFault(`"${hex.slice(at, at + 10)}" is no part of a signature`);
    at = TOKEN.lastIndex;
    const [token, low = '', dash = '', high = '', from, to, not, inside, bytes] = found;
    if (bytes !== undefined) add(bytesElement(bytes));
    else if (inside !== undefined) add(choiceElement(inside, not === '!'));
    else if (token === '*') split(0);
    else {
      const { min, max } = from === undefined ? gapOf(low, dash, high) : gapOf(from, '-', to ?? '');
      if (max === Number.POSITIVE_INFINITY) split(min);
      else if (max - min > MAX_GAP_WIDTH) throw new SignatureFault(`a gap wider than ${MAX_GAP_WIDTH}`, true);
      else add({ kind: 'gap', min, max });
    }
  }
  if (segments.some(({ elements }) => elements.every(({ kind }) => kind === 'gap')))
    throw new SignatureFault('a part without bytes between its wildcards');
  return segments;
}
