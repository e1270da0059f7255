// Row 1.4: how much mail a volume must hold. Knows no disks: redundancy and file systems come on top.
import { KIB } from '../core/units.ts';
import { guideBytes, labelBytes } from './format-bytes.ts';
import { aboveZero, notNegative, wholeNumber } from './guard.ts';
import type { GuideConstants } from './guide-constants.ts';

/** What the formula is fed with. Mails are those sent and received by one user together. */
export interface VolumeLoad {
  readonly users: number;
  readonly mailsPerUserPerDay: number;
  readonly meanMessageBytes: number;
  readonly years: number;
}

export interface Volume {
  readonly row: string;
  readonly bytes: number;
  /** In the guide's words, e.g. `6.12 TB`, which is TiB. */
  readonly display: string;
  /** The same as the label of a disk says it, e.g. `6.73 TB`. */
  readonly labelDisplay: string;
  readonly days: number;
  readonly formula: string;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const messageSize = (bytes: number): string => (bytes % KIB === 0 ? `${bytes / KIB} KB` : `${bytes} bytes`);

/**
 * Bytes of mail kept: mails a day × mean size × users × days (guide, row 1.4).
 * Years become the nearest whole number of days, at least one.
 * @throws InputError on a negative or endless figure, and when the result cannot be counted exactly (2^53 bytes or more).
 */
export function volumeFor(load: VolumeLoad, constants: GuideConstants): Volume {
  const users = wholeNumber('users', load.users, 1);
  const mails = notNegative('mailsPerUserPerDay', load.mailsPerUserPerDay);
  const meanBytes = aboveZero('meanMessageBytes', load.meanMessageBytes);
  const days = Math.max(1, Math.round(aboveZero('years', load.years) * constants.daysPerYear.value));
  const bytes = wholeNumber('storage.bytes', Math.ceil(mails * meanBytes * users * days), 0);
  return {
    row: constants.meanMessageKib.row,
    bytes,
    display: guideBytes(bytes),
    labelDisplay: labelBytes(bytes),
    days,
    formula: `${counted(mails, 'mail')} × ${messageSize(meanBytes)} × ${counted(users, 'user')} × ${counted(days, 'day')}`,
  };
}
