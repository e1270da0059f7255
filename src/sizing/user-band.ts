// The band of a table by users. Decides the edges that the guide prints twice: docs/decisions/guide-readings.md.
import { wholeNumber } from './guard.ts';

interface UserBand {
  readonly from: number;
  readonly through: number | null;
}

export interface BandFound<B extends UserBand> {
  readonly band: B;
  /** True where the guide's words put this number of users into two bands; the larger one counts. */
  readonly sharedEdge: boolean;
  /** The next band, null in the last. */
  readonly next: B | null;
}

/**
 * The band for a number of users: of the bands whose words allow it, the last.
 * @param bands in rising order, without a gap (guideConstantsSchema sees to that).
 * @throws InputError when `users` is no whole number of one or more.
 */
export function bandFor<B extends UserBand>(users: number, bands: readonly B[]): BandFound<B> {
  wholeNumber('users', users, 1);
  const matching = bands.filter(({ from, through }) => users >= from && (through === null || users <= through));
  const band = matching.at(-1);
  if (band === undefined) throw new Error(`the bands leave ${users} users out`);
  return { band, sharedEdge: matching.length > 1, next: bands[bands.indexOf(band) + 1] ?? null };
}
