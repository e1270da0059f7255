// How much work one scan may be. Every piece of data and every unpacked byte is paid from it; what goes beyond is not opened.

/** Limits of one scan. */
export interface ScanLimits {
  /** Bytes that all archives of a message unpack to [A]: five times the default of `maxScanBytes`. */
  readonly maxUnpackedBytes: number;
  /** Unpacked bytes per byte of the message, once they are more than `ratioFloorBytes`: no honest mail has as many [A]. */
  readonly maxRatio: number;
  readonly ratioFloorBytes: number;
  /** Archives inside archives [A]; clamd's MaxRecursion of 17 counts other layers as well. */
  readonly maxArchiveDepth: number;
  /** Multiparts and messages inside one another. Less than the passes that the search for parts affords. */
  readonly maxMimeDepth: number;
  /** Fields in the headers of one message with its parts [A]; the search for parts passes over those beyond 20,000. */
  readonly maxHeaderFields: number;
  /** Parts and files of archives. clamd's MaxFiles. */
  readonly maxEntries: number;
  /** Time of one scan [A]; clamd's MaxScanTime is 120 s. */
  readonly maxSeconds: number;
}

export const SCAN_LIMITS: ScanLimits = {
  maxUnpackedBytes: 100 * 1024 ** 2,
  maxRatio: 250,
  ratioFloorBytes: 10 * 1024 ** 2,
  maxArchiveDepth: 8,
  maxMimeDepth: 14,
  maxHeaderFields: 10_000,
  maxEntries: 10_000,
  maxSeconds: 30,
};

/** Something that cannot be opened: encrypted, broken, of an unknown kind, or beyond a limit. `final`: nothing more can be opened. */
export class Unopened extends Error {
  override readonly name = 'Unopened';
  readonly final: boolean;

  constructor(why: string, final = false) {
    super(why);
    this.final = final;
  }
}

/** What is left of the limits during one scan. */
export interface ScanAllowance {
  readonly limits: ScanLimits;
  /** Unpacked bytes that may still come. */
  readonly bytesLeft: () => number;
  /** @throws Unopened when the scan has taken too long */
  readonly checkTime: () => void;
  /** One more part or file. @throws Unopened */
  readonly takeEntry: () => void;
  /** Bytes that came out of an archive. @throws Unopened */
  readonly takeBytes: (bytes: number) => void;
}

/** @param clock seconds, of any origin */
export function createScanAllowance(limits: ScanLimits, messageBytes: number, clock: () => number): ScanAllowance {
  const started = clock();
  const allowedBytes = Math.min(
    limits.maxUnpackedBytes,
    Math.max(limits.ratioFloorBytes, limits.maxRatio * messageBytes),
  );
  let entries = 0;
  let unpackedBytes = 0;
  const checkTime = (): void => {
    if (clock() - started > limits.maxSeconds) throw new Unopened('the scan took too long', true);
  };
  return {
    limits,
    checkTime,
    bytesLeft: () => allowedBytes - unpackedBytes,
    takeEntry() {
      checkTime();
      entries += 1;
      if (entries >= limits.maxEntries) throw new Unopened('too many parts and files', true);
    },
    takeBytes(bytes) {
      checkTime();
      unpackedBytes += bytes;
      if (unpackedBytes > allowedBytes) throw new Unopened(`unpacks to more than ${allowedBytes} bytes`, true);
    },
  };
}
