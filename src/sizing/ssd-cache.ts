// Row 1.5: the SSD cache by the formula (share of the mail that is hot, doubled) and by the table of users. They disagree: both are told.
import { guideBytes, labelBytes } from './format-bytes.ts';
import { wholeNumber } from './guard.ts';
import type { GuideConstants } from './guide-constants.ts';
import { type SsdPairs, smallestPairsFor, ssdPairs } from './ssd-pairs.ts';
import { bandFor } from './user-band.ts';

/** A figure at the low and at the high share of hot data (3 and 6 %). */
interface Range<T> {
  readonly low: T;
  readonly high: T;
}

export interface SsdCache {
  readonly row: string;
  readonly hotBytes: Range<number>;
  readonly recommendedBytes: Range<number>;
  /** The recommendation in the guide's words (binary) and as labels say it (decimal). */
  readonly recommendedDisplay: Range<string>;
  readonly recommendedLabel: Range<string>;
  /** The table's pair by users, e.g. `480 GB × 2`, the words of its band, and what a mirror of it holds. */
  readonly tier: string;
  readonly tierBand: string;
  readonly tierBytes: number;
  readonly tierDisplay: string;
  /** Which rule asks for more at the high share. */
  readonly binding: 'formula' | 'tier';
  /** The smallest pairs out of the table's SSDs that hold the recommendation at the high share. */
  readonly formulaPair: string;
  readonly formulaPairBytes: number;
  /** Identical drives that a read-write cache needs, by RAID level. */
  readonly leastDrives: Readonly<Record<'raid1' | 'raid5' | 'raid6' | 'raid10', number>>;
  readonly explanation: string;
}

/** One sentence: do the two rules agree, and why not. */
function explain(need: Range<number>, { name, usableBytes }: SsdPairs, { low, high }: Range<number>): string {
  const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
  const asked = (share: number, bytes: number): string =>
    `${guideBytes(bytes)} (${labelBytes(bytes)} on the label) at ${percent(share)} hot data`;
  const formula = `The formula asks for ${asked(low, need.low)} and ${asked(high, need.high)}`;
  const why = 'since the table looks at the users alone and the formula at the bytes they keep';
  if (usableBytes >= need.high) return `${formula}; the ${name} of the table by users hold both.`;
  if (usableBytes >= need.low) {
    return `${formula}; the ${name} of the table by users hold the first but not the second, ${why}.`;
  }
  return `${formula}; the ${name} of the table by users hold neither, ${why}.`;
}

/**
 * The SSD cache for so many bytes of mail and so many users (guide, row 1.5).
 * @param mailBytes stored mail, as `volumeFor` computes it.
 * @throws InputError on figures that are no whole numbers, or a recommendation of 2^53 bytes or more.
 */
export function ssdCacheFor(mailBytes: number, users: number, constants: GuideConstants): SsdCache {
  wholeNumber('storage.bytes', mailBytes, 0);
  const shares = constants.hotDataShare.value;
  const hotBytes = { low: Math.ceil(mailBytes * shares.low), high: Math.ceil(mailBytes * shares.high) };
  const recommended = (hot: number): number =>
    wholeNumber('ssdCache.recommendedBytes', Math.ceil(hot * constants.cacheFactor.value), 0);
  const recommendedBytes = { low: recommended(hotBytes.low), high: recommended(hotBytes.high) };
  const { band } = bandFor(users, constants.cacheTiers.value);
  const tier = ssdPairs(1, band.driveGb);
  const pair = smallestPairsFor(
    recommendedBytes.high,
    constants.cacheTiers.value.map(({ driveGb }) => driveGb),
  );
  const atLeast = (drives: number): number => Math.max(drives, constants.cacheDrivesAtLeast.value);
  const { raid1, raid5, raid6, raid10 } = constants.raidDrivesAtLeast.value;
  return {
    row: constants.cacheTiers.row,
    hotBytes,
    recommendedBytes,
    recommendedDisplay: { low: guideBytes(recommendedBytes.low), high: guideBytes(recommendedBytes.high) },
    recommendedLabel: { low: labelBytes(recommendedBytes.low), high: labelBytes(recommendedBytes.high) },
    tier: tier.name,
    tierBand: band.words,
    tierBytes: tier.usableBytes,
    tierDisplay: guideBytes(tier.usableBytes),
    binding: recommendedBytes.high > tier.usableBytes ? 'formula' : 'tier',
    formulaPair: pair.name,
    formulaPairBytes: pair.usableBytes,
    leastDrives: { raid1: atLeast(raid1), raid5: atLeast(raid5), raid6: atLeast(raid6), raid10: atLeast(raid10) },
    explanation: explain(recommendedBytes, tier, shares),
  };
}
