// One database file as the tables that a search is built from. The text itself stays as it is and is read again when a signature
// is close to matching, so that a hundred thousand signatures cost little more than their file. In slices: mail goes on
// meanwhile.
import type { AnchorLength } from './anchor-table.ts';
import { SignatureFault } from './body-pattern.ts';
import { chooseAnchor, fixedBytes, MIN_FIXED_BYTES } from './choose-anchor.ts';
import { bodySignature, hashSignature } from './read-lines.ts';

/** A line that is not used. */
export interface LineProblem {
  readonly line: number;
  readonly why: string;
}

export interface DatabaseReport {
  readonly file: string;
  readonly signatures: number;
  /** Lines that no database should have. */
  readonly badLines: number;
  /** Sound lines that ask for what is not done here, e.g. places within programs. */
  readonly unsupportedLines: number;
  /** The first of both. */
  readonly problems: readonly LineProblem[];
}

/** Anchors in columns, one row each: the key, and which bytes of which segment of which signature it is. */
export interface AnchorColumns {
  readonly hi: Uint32Array;
  readonly lo: Uint32Array;
  readonly signature: Uint32Array;
  readonly segment: Uint16Array;
  readonly element: Uint16Array;
  /** Within the element's bytes. */
  readonly offset: Uint16Array;
}

export interface ParsedDatabase {
  readonly file: string;
  readonly text: Buffer;
  /** Where the line of each signature begins, bodies and hashes apart. */
  readonly bodies: Uint32Array;
  readonly targets: Uint8Array;
  readonly anchors: Readonly<Record<AnchorLength, AnchorColumns>>;
  readonly hashes: Uint32Array;
  /** First 48 bits of each hash, ascending. */
  readonly digests: Float64Array;
  /** Of the files that hashes are of; -1: any. */
  readonly sizes: ReadonlySet<number>;
  readonly report: DatabaseReport;
}

const MAX_PROBLEMS = 20;
const MAX_LINE = 80_000;
const LINES_A_SLICE = 500;
/** First 48 bits of a digest as a number. */
export const digestKey = (digest: string): number => Number.parseInt(digest.slice(0, 12), 16);

/** Six numbers a row, in the order of the columns. */
const ROW = 6;
function columns(rows: readonly number[]): AnchorColumns {
  const count = rows.length / ROW;
  const column = <T extends Uint16Array | Uint32Array>(into: T, place: number): T => {
    for (let row = 0; row < count; row += 1) into[row] = rows[row * ROW + place] as number;
    return into;
  };
  return {
    hi: column(new Uint32Array(count), 0),
    lo: column(new Uint32Array(count), 1),
    signature: column(new Uint32Array(count), 2),
    segment: column(new Uint16Array(count), 3),
    element: column(new Uint16Array(count), 4),
    offset: column(new Uint16Array(count), 5),
  };
}

class DatabaseParser {
  readonly #bodies: number[] = [];
  readonly #targets: number[] = [];
  readonly #hashes: { readonly key: number; readonly start: number }[] = [];
  readonly #sizes = new Set<number>();
  readonly #rows: Record<AnchorLength, number[]> = { 8: [], 4: [], 2: [] };
  readonly #used = new Map<number, number>();

  body(line: string, start: number): void {
    const { target, segments } = bodySignature(line);
    if (fixedBytes(segments) < MIN_FIXED_BYTES)
      throw new SignatureFault(`fewer than ${MIN_FIXED_BYTES} fixed bytes`, true);
    const found = segments.map((segment) => chooseAnchor(segment, this.#used));
    if (found.includes(null)) throw new SignatureFault('a part with fewer than two bytes side by side', true);
    for (const [segment, anchor] of found.entries()) {
      if (anchor === null) continue;
      const { length, key, element, offset } = anchor;
      this.#rows[length].push(key.hi, key.lo, this.#bodies.length, segment, element, offset);
    }
    this.#bodies.push(start);
    this.#targets.push(target);
  }

  hash(line: string, start: number): void {
    const { digest, sizeBytes } = hashSignature(line);
    this.#hashes.push({ key: digestKey(digest), start });
    this.#sizes.add(sizeBytes ?? -1);
  }

  tables(): Omit<ParsedDatabase, 'file' | 'text' | 'report'> {
    const hashes = this.#hashes.sort((a, b) => a.key - b.key);
    return {
      bodies: Uint32Array.from(this.#bodies),
      targets: Uint8Array.from(this.#targets),
      anchors: { 8: columns(this.#rows[8]), 4: columns(this.#rows[4]), 2: columns(this.#rows[2]) },
      hashes: Uint32Array.from(hashes, ({ start }) => start),
      digests: Float64Array.from(hashes, ({ key }) => key),
      sizes: this.#sizes,
    };
  }
}

const READERS: Readonly<Record<string, 'body' | 'hash'>> = { ndb: 'body', hdb: 'hash', hsb: 'hash' };

/** True for files that can be read, by the ending of their names. */
export const isDatabase = (file: string): boolean => /\.(?:ndb|hdb|hsb)$/.test(file);

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @param file its name: the ending tells the format */
export async function parseDatabase(file: string, text: Buffer): Promise<ParsedDatabase> {
  const parser = new DatabaseParser();
  const read = READERS[file.slice(file.lastIndexOf('.') + 1)] ?? 'body';
  const problems: LineProblem[] = [];
  let badLines = 0;
  let unsupportedLines = 0;
  const fault = (line: number, why: string, unsupported: boolean): void => {
    if (unsupported) unsupportedLines += 1;
    else badLines += 1;
    if (problems.length < MAX_PROBLEMS) problems.push({ line, why });
  };
  let number = 0;
  for (let start = 0; start < text.length; ) {
    number += 1;
    if (number % LINES_A_SLICE === 0) await pause();
    const found = text.indexOf(0x0a, start);
    const end = found === -1 ? text.length : found;
    const line = end - start > MAX_LINE ? null : text.toString('latin1', start, end).trimEnd();
    const lineStart = start;
    start = end + 1;
    if (line === null) fault(number, 'a line that is too long', false);
    else if (line !== '' && !line.startsWith('#')) {
      try {
        parser[read](line, lineStart);
      } catch (error) {
        if (!(error instanceof SignatureFault)) throw error;
        fault(number, error.message, error.unsupported);
      }
    }
  }
  const tables = parser.tables();
  const signatures = tables.bodies.length + tables.hashes.length;
  return { file, text, ...tables, report: { file, signatures, badLines, unsupportedLines, problems } };
}
