// Row 1.2: the least RAM by users, as the guide's table has it. A rule of thumb: the model computes resident sets.
import type { GuideConstants } from './guide-constants.ts';
import { bandFor } from './user-band.ts';

export interface Ram {
  readonly row: string;
  readonly gib: number;
  /** The guide's words for the band. */
  readonly band: string;
  /** True where the guide's words put this number of users into two bands; the larger one is taken. */
  readonly sharedEdge: boolean;
  /** Where the next band starts and what it asks for; null in the last. */
  readonly nextBand: { readonly fromUsers: number; readonly gib: number } | null;
}

/** Least RAM of a server, in GiB (guide, row 1.2). @throws InputError when `users` is no whole number of one or more. */
export function ramFor(users: number, constants: GuideConstants): Ram {
  const { band, sharedEdge, next } = bandFor(users, constants.ramBands.value);
  return {
    row: constants.ramBands.row,
    gib: band.gib,
    band: band.words,
    sharedEdge,
    nextBand: next === null ? null : { fromUsers: next.from, gib: next.gib },
  };
}
