// All signatures of all databases, ready to be searched for in one piece of data after another. Never changed: a reload makes a
// new one.
import { createHash } from 'node:crypto';
import { AnchorSearch, type Placed } from './anchor-search.ts';
import { ANCHOR_LENGTHS, type AnchorLength, type AnchorTable, searchAnchors } from './anchor-table.ts';
import { fileTargets, SPELLED_TARGETS, spelledText } from './file-targets.ts';
import { type MatchWork, matchSegment } from './match-segment.ts';
import { type DatabaseReport, digestKey, type ParsedDatabase } from './parse-database.ts';
import { type BodySignature, bodySignature, type HashSignature, hashSignature } from './read-lines.ts';

/**
 * Comparisons beyond the search itself, for a piece and for each of its bytes: about a microsecond each [M]. Honest data needs a
 * fraction [A].
 */
const WORK_BASE = 200_000;
const WORK_A_BYTE = 2;
const SLICE_BYTES = 64 * 1024;
/** Signatures read from their lines and kept; the one read longest ago goes. */
const MAX_READ = 2000;

/** What matched; `exhausted`: the search was given up, as it needed too many comparisons. */
export type MatchOutcome = { readonly name: string } | 'none' | 'exhausted';

export interface SignatureSet {
  readonly signatures: number;
  readonly reports: readonly DatabaseReport[];
  /** @param isMail the bytes are a whole message */
  match(bytes: Buffer, isMail: boolean): Promise<MatchOutcome>;
}

interface Progress {
  next: number;
  end: number;
}

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class DatabaseSet implements SignatureSet {
  readonly signatures: number;
  readonly reports: readonly DatabaseReport[];
  readonly #databases: readonly ParsedDatabase[];
  readonly #searches: readonly AnchorSearch[];
  readonly #tables: readonly AnchorTable[];
  readonly #read = new Map<number, BodySignature>();
  readonly #targets: number;

  constructor(databases: readonly ParsedDatabase[]) {
    this.#databases = databases;
    this.reports = databases.map(({ report }) => report);
    this.signatures = this.reports.reduce((sum, { signatures }) => sum + signatures, 0);
    this.#searches = ANCHOR_LENGTHS.map((length) => new AnchorSearch(length, databases));
    this.#tables = this.#searches.map(({ table }) => table);
    this.#targets = databases.reduce(
      (bits, { targets }) => targets.reduce((all, target) => all | (1 << target), bits),
      0,
    );
  }

  async match(bytes: Buffer, isMail: boolean): Promise<MatchOutcome> {
    const byHash = this.#matchHash(bytes);
    if (byHash !== null) return { name: byHash };
    const { bits, isText } = fileTargets(bytes, isMail);
    const work = { left: WORK_BASE + WORK_A_BYTE * bytes.length };
    const asItIs = await this.#matchBodies(bytes, bits, work);
    if (asItIs !== 'none') return asItIs;
    const spelled = bits & SPELLED_TARGETS & this.#targets;
    return isText && spelled !== 0 ? this.#matchBodies(spelledText(bytes), spelled, work) : 'none';
  }

  #matchHash(bytes: Buffer): string | null {
    const digests = new Map<HashSignature['algorithm'], string>();
    const digest = (algorithm: HashSignature['algorithm']): string => {
      const known = digests.get(algorithm) ?? createHash(algorithm).update(bytes).digest('hex');
      digests.set(algorithm, known);
      return known;
    };
    for (const database of this.#databases) {
      if (!database.sizes.has(bytes.length) && !database.sizes.has(-1)) continue;
      for (const algorithm of ['md5', 'sha1', 'sha256'] as const) {
        const wanted = digest(algorithm);
        for (const signature of hashesLike(database, wanted))
          if (signature.digest === wanted && (signature.sizeBytes ?? bytes.length) === bytes.length)
            return signature.name;
      }
    }
    return null;
  }

  async #matchBodies(bytes: Buffer, targets: number, work: MatchWork): Promise<MatchOutcome> {
    const progress = new Map<number, Progress>();
    let name: string | null = null;
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const to = Math.min(bytes.length, from + SLICE_BYTES);
      searchAnchors(this.#tables, bytes, from, to, (table, number, at) => {
        work.left -= 1;
        name = this.#advance(bytes, this.#placed(table, number), table.length, at, targets, progress, work);
        return name !== null || work.left < 0;
      });
      if (name !== null) return { name };
      if (work.left < 0) return 'exhausted';
      if (to < bytes.length) await pause();
    }
    return 'none';
  }

  #placed(table: AnchorTable, number: number): Placed {
    return (this.#searches[this.#tables.indexOf(table)] as AnchorSearch).placed(number);
  }

  /** Takes a find into account. @returns the name of a signature that is complete now */
  #advance(
    bytes: Buffer,
    { database, number }: Placed,
    length: AnchorLength,
    at: number,
    targets: number,
    all: Map<number, Progress>,
    work: MatchWork,
  ): string | null {
    const anchors = database.anchors[length];
    const index = anchors.signature[number] ?? 0;
    if ((targets & (1 << (database.targets[index] ?? 0))) === 0) return null;
    const segmentIndex = anchors.segment[number] ?? 0;
    const key = index * this.#databases.length + this.#databases.indexOf(database);
    const progress = all.get(key) ?? { next: 0, end: 0 };
    if (segmentIndex !== progress.next) return null;
    const { name, segments, offset } = this.#signature(database, index, key);
    const segment = segments[segmentIndex];
    if (!segment) return null;
    const match = matchSegment(bytes, segment, anchors.element[number] ?? 0, at - (anchors.offset[number] ?? 0), work);
    if (match === null) return null;
    const [low, high] =
      segmentIndex > 0 || offset.origin === 'anywhere'
        ? [progress.end + segment.gapBefore, bytes.length]
        : offset.origin === 'start'
          ? [offset.from, offset.to]
          : [bytes.length - offset.to, bytes.length - offset.from];
    let fits = false;
    for (const start of match.starts) fits ||= start >= low && start <= high;
    if (!fits) return null;
    let end = bytes.length;
    for (const one of match.ends) end = Math.min(end, one);
    if (segmentIndex === segments.length - 1) return name;
    all.set(key, { next: progress.next + 1, end });
    return null;
  }

  #signature(database: ParsedDatabase, index: number, key: number): BodySignature {
    const known = this.#read.get(key);
    if (known) return known;
    const read = bodySignature(lineAt(database, database.bodies[index] ?? 0));
    this.#read.set(key, read);
    const [oldest] = this.#read.keys();
    if (this.#read.size > MAX_READ && oldest !== undefined) this.#read.delete(oldest);
    return read;
  }
}

function lineAt({ text }: ParsedDatabase, start: number): string {
  const end = text.indexOf(0x0a, start);
  return text.toString('latin1', start, end === -1 ? text.length : end).trimEnd();
}

/** Hash signatures that begin like the digest. */
function* hashesLike(database: ParsedDatabase, digest: string): Generator<HashSignature> {
  const { digests, hashes } = database;
  const key = digestKey(digest);
  let low = 0;
  for (let high = digests.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((digests[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  for (; digests[low] === key; low += 1) yield hashSignature(lineAt(database, hashes[low] ?? 0));
}

export const createSignatureSet = (databases: readonly ParsedDatabase[]): SignatureSet => new DatabaseSet(databases);
