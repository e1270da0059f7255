// Finds many short strings of one length in one pass: a bit map that most bytes do not pass, then a hash table with the whole
// string. The pass is linear in the bytes whatever they are; memory is about 16 bytes an anchor.

/** Lengths of anchors, the longest first: the longer, the rarer in honest data. */
export const ANCHOR_LENGTHS = [8, 4, 2] as const;
export type AnchorLength = (typeof ANCHOR_LENGTHS)[number];

/** A string of `length` bytes as two words, `hi` zero up to four bytes. */
export interface AnchorKey {
  readonly hi: number;
  readonly lo: number;
}

export function anchorKey(bytes: Buffer, at: number, length: AnchorLength): AnchorKey {
  if (length === 8) return { hi: bytes.readUInt32BE(at), lo: bytes.readUInt32BE(at + 4) };
  return { hi: 0, lo: length === 4 ? bytes.readUInt32BE(at) : bytes.readUInt16BE(at) };
}

const mix = (hi: number, lo: number): number => {
  const word = Math.imul(hi ^ Math.imul(lo, 0x9e3779b1), 0x85ebca6b);
  return Math.imul(word ^ (word >>> 15), 0xc2b2ae35);
};

export class AnchorTable {
  readonly length: AnchorLength;
  readonly #hi: Uint32Array;
  readonly #lo: Uint32Array;
  /** Number of the first anchor with the key of a slot, plus one. */
  readonly #heads: Int32Array;
  /** Number of the next anchor with the same key, plus one. */
  readonly #next: Int32Array;
  readonly #filter: Uint32Array;
  readonly #mask: number;
  readonly #filterShift: number;

  /** @param hi words of the keys; an anchor is known by its number in them @param lo as many */
  constructor(length: AnchorLength, hi: Uint32Array, lo: Uint32Array) {
    this.length = length;
    const bits = Math.max(4, Math.ceil(Math.log2(2 * hi.length + 1)));
    this.#mask = 2 ** bits - 1;
    this.#heads = new Int32Array(2 ** bits);
    this.#next = new Int32Array(hi.length);
    this.#hi = hi;
    this.#lo = lo;
    // Eight bits an anchor at least: one byte in eight or fewer passes.
    const filterBits = Math.min(24, Math.max(10, bits + 3));
    this.#filter = new Uint32Array(2 ** (filterBits - 5));
    this.#filterShift = 32 - filterBits;
    for (let number = 0; number < hi.length; number += 1) this.#insert(number);
  }

  #insert(number: number): void {
    const hi = this.#hi[number] ?? 0;
    const lo = this.#lo[number] ?? 0;
    const hash = mix(hi, lo);
    const bit = hash >>> this.#filterShift;
    this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
    let slot = hash & this.#mask;
    for (let head = this.#heads[slot] ?? 0; head !== 0; head = this.#heads[slot] ?? 0) {
      if (this.#hi[head - 1] === hi && this.#lo[head - 1] === lo) {
        this.#next[number] = head;
        break;
      }
      slot = (slot + 1) & this.#mask;
    }
    this.#heads[slot] = number + 1;
  }

  /** The first anchor with that key, as its number plus one; 0: there is none. */
  first(hi: number, lo: number): number {
    const hash = mix(hi, lo);
    const bit = hash >>> this.#filterShift;
    if (((this.#filter[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return 0;
    let slot = hash & this.#mask;
    for (let head = this.#heads[slot] as number; head !== 0; head = this.#heads[slot] as number) {
      if (this.#hi[head - 1] === hi && this.#lo[head - 1] === lo) return head;
      slot = (slot + 1) & this.#mask;
    }
    return 0;
  }

  /** The next one with the same key. @param anchor a number plus one, as is the result */
  next(anchor: number): number {
    return this.#next[anchor - 1] as number;
  }

  get size(): number {
    return this.#hi.length;
  }
}

/**
 * Tells every place in `[from, to)` where an anchor ends, in the order of the places.
 * @param found with the number of an anchor and the place where it begins; true stops the pass
 */
export function searchAnchors(
  tables: readonly AnchorTable[],
  bytes: Buffer,
  from: number,
  to: number,
  found: (table: AnchorTable, anchor: number, at: number) => boolean,
): void {
  const used = tables.filter(({ size }) => size > 0);
  const longest = Math.max(0, ...used.map(({ length }) => length));
  let hi = 0;
  let lo = 0;
  for (let at = Math.max(0, from - longest + 1); at < to; at += 1) {
    hi = ((hi << 8) | (lo >>> 24)) >>> 0;
    lo = ((lo << 8) | (bytes[at] as number)) >>> 0;
    if (at < from) continue;
    for (let index = 0; index < used.length; index += 1) {
      const table = used[index] as AnchorTable;
      const { length } = table;
      if (at + 1 < length) continue;
      let anchor = table.first(length === 8 ? hi : 0, length === 2 ? lo & 0xffff : lo);
      for (; anchor !== 0; anchor = table.next(anchor)) if (found(table, anchor - 1, at - length + 1)) return;
    }
  }
}
