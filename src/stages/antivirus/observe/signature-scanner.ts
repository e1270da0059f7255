// A virus scanner of signatures over everything a message holds: raw, decoded, unpacked, each within limits. Knows no policy.
import { performance } from 'node:perf_hooks';
import { createSignatureSet, type SignatureSet } from '../../../engine/antivirus/signatures/signature-set.ts';
import { createWorkGate } from '../../../engine/work-gate.ts';
import type { ScanResult, VirusScanner } from '../../../pipeline/observation.ts';
import { partsOf } from '../../observe/received-message.ts';
import { type ArchiveKind, archiveKinds } from './archive-kind.ts';
import { messagePieces } from './message-pieces.ts';
import { openArchive } from './open-archive.ts';
import { createScanAllowance, SCAN_LIMITS, type ScanAllowance, type ScanLimits, Unopened } from './scan-allowance.ts';
import { EICAR_SIGNATURE, type Signature } from './signature.ts';

export interface ScannerSettings {
  readonly limits: ScanLimits;
  readonly signatures: readonly Signature[];
  /** Those of databases; asked once a scan, so that a reload changes no scan that runs. */
  readonly databases: () => SignatureSet;
  /** Scans at once: each may hold what its message unpacks to. clamd's MaxThreads is 10; here all share one core [A]. */
  readonly maxScans: number;
  /** Scans that wait beyond these; one more fails at once [A]. */
  readonly maxWaiting: number;
  /** Seconds, of any origin. */
  readonly clock: () => number;
}

const NO_DATABASES = createSignatureSet([]);

const SETTINGS: ScannerSettings = {
  limits: SCAN_LIMITS,
  signatures: [EICAR_SIGNATURE],
  databases: () => NO_DATABASES,
  maxScans: 4,
  maxWaiting: 200,
  clock: () => performance.now() / 1000,
};

/** How a file begins that is a message under another name. */
const LOOKS_LIKE_MESSAGE =
  /^(received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|content-type):/i;

interface Depths {
  readonly archive: number;
  readonly mime: number;
}

/** One scan: finds the first virus and remembers the first thing that could not be opened. */
class Scan {
  readonly #signatures: readonly Signature[];
  readonly #databases: SignatureSet;
  readonly #allowance: ScanAllowance;
  unopened: string | null = null;

  constructor(signatures: readonly Signature[], databases: SignatureSet, allowance: ScanAllowance) {
    this.#signatures = signatures;
    this.#databases = databases;
    this.#allowance = allowance;
  }

  /** Name of the first virus in a message, null when there is none. @throws Unopened when nothing more can be opened. */
  async message(bytes: Uint8Array, depths: Depths): Promise<string | null> {
    return this.#tolerant(async () => {
      if (depths.mime > this.#allowance.limits.maxMimeDepth)
        throw new Unopened('messages inside one another too deeply');
      const message = partsOf(bytes);
      const found = await this.#match(message.bytes, true);
      if (found !== null) return found;
      for (const piece of messagePieces(message, depths.mime, this.#allowance)) {
        const inner = await this.#file(piece.bytes, { ...depths, mime: piece.depth }, piece.isMessage);
        if (inner !== null) return inner;
      }
      return null;
    });
  }

  async #file(bytes: Buffer, depths: Depths, isMessage: boolean): Promise<string | null> {
    const found = await this.#match(bytes, false);
    if (found !== null) return found;
    if (isMessage || LOOKS_LIKE_MESSAGE.test(bytes.toString('latin1', 0, 20)))
      return this.message(bytes, { ...depths, mime: depths.mime + 1 });
    for (const kind of archiveKinds(bytes)) {
      const inner = await this.#tolerant(() => this.#archive(bytes, kind, depths));
      if (inner !== null) return inner;
    }
    return null;
  }

  async #archive(bytes: Buffer, kind: ArchiveKind, depths: Depths): Promise<string | null> {
    if (depths.archive >= this.#allowance.limits.maxArchiveDepth)
      throw new Unopened('archives inside one another too deeply');
    for await (const content of openArchive(bytes, kind, this.#allowance)) {
      const inner = await this.#file(content, { ...depths, archive: depths.archive + 1 }, false);
      if (inner !== null) return inner;
    }
    return null;
  }

  async #match(bytes: Buffer, isMail: boolean): Promise<string | null> {
    const own = this.#signatures.find((signature) => signature.matches(bytes))?.name;
    if (own !== undefined) return own;
    if (this.#databases.signatures === 0) return null;
    const outcome = await this.#databases.match(bytes, isMail);
    this.#allowance.checkTime();
    if (outcome === 'none') return null;
    if (outcome !== 'exhausted') return outcome.name;
    this.unopened ??= 'too much to compare';
    return null;
  }

  /** Something that cannot be opened is remembered, and what else there is is looked at. */
  async #tolerant(look: () => Promise<string | null>): Promise<string | null> {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof Unopened)) throw error;
      this.unopened ??= error.message;
      if (error.final) throw error;
      return null;
    }
  }
}

/**
 * A scanner that opens MIME parts, zip, gzip and tar. What is encrypted, broken or beyond a limit is `unscannable`, unless
 * a virus is found elsewhere. Work and memory are bounded whatever the message.
 */
export function createSignatureScanner(settings: Partial<ScannerSettings> = {}): VirusScanner {
  const { limits, signatures, databases, maxScans, maxWaiting, clock } = { ...SETTINGS, ...settings };
  const gate = createWorkGate(maxScans, maxWaiting);
  const scan = async (message: Uint8Array): Promise<ScanResult> => {
    const allowance = createScanAllowance(limits, message.byteLength, clock);
    const work = new Scan(signatures, databases(), allowance);
    try {
      const virus = await work.message(message, { archive: 0, mime: 0 });
      if (virus !== null) return { kind: 'infected', virus };
    } catch (error) {
      if (!(error instanceof Unopened)) throw error;
    }
    return work.unopened === null ? { kind: 'clean' } : { kind: 'unscannable', why: work.unopened };
  };
  return {
    scan: async (message) => (await gate.run(() => scan(message))) ?? { kind: 'failed', why: 'too many scans wait' },
  };
}
