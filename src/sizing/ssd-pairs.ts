// Pairs of identical SSDs out of the sizes that the guide names. Decimal bytes, as on the label; knows no hot data.
import { labelBytes } from './format-bytes.ts';

const GB = 1000 ** 3;

/** Mirrored drives: RAID 1 of one pair, RAID 10 of more. Half of the drives' bytes can be used. */
export interface SsdPairs {
  readonly pairs: number;
  readonly driveGb: number;
  /** e.g. `480 GB × 2`. */
  readonly name: string;
  readonly usableBytes: number;
}

/** `pairs` pairs of drives of `driveGb` (decimal, as on the label). */
export const ssdPairs = (pairs: number, driveGb: number): SsdPairs => ({
  pairs,
  driveGb,
  name: `${labelBytes(driveGb * GB)} × ${2 * pairs}`,
  usableBytes: pairs * driveGb * GB,
});

/** The pairs that hold `bytes` with the fewest drives and, among those, with the smallest ones. */
export function smallestPairsFor(bytes: number, catalogueGb: readonly number[]): SsdPairs {
  const rising = [...catalogueGb].sort((a, b) => a - b);
  const largest = rising.at(-1);
  if (largest === undefined) throw new Error('an empty catalogue of SSDs');
  const pairs = Math.max(1, Math.ceil(bytes / (largest * GB)));
  return ssdPairs(pairs, rising.find((driveGb) => pairs * driveGb * GB >= bytes) ?? largest);
}
