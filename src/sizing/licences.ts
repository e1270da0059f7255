// Row 4.1: packs of licences to buy. Only activated accounts count: aliases, further domains and deactivated accounts are free.
import { wholeNumber } from './guard.ts';
import type { GuideConstants } from './guide-constants.ts';

/** One server; MailPlus' own cluster of two; Synology High Availability, whose two servers count as one. */
export type HighAvailability = keyof GuideConstants['freeLicences']['value'];

export interface Licences {
  readonly row: string;
  readonly activatedAccounts: number;
  readonly free: number;
  /** Accounts that the free ones do not cover. */
  readonly need: number;
  /** Packs to buy, large ones first; sizes of which none is needed are left out. */
  readonly packs: readonly { readonly accounts: number; readonly count: number }[];
  /** Free and bought licences. */
  readonly total: number;
  /** Licences left for further accounts. */
  readonly spare: number;
}

/**
 * Packs for so many activated accounts: fewest accounts bought over the need, then fewest packs (guide, row 4.1).
 * @throws InputError when `activatedAccounts` is no whole number of 0 or more.
 */
export function licencesFor(
  activatedAccounts: number,
  highAvailability: HighAvailability,
  constants: GuideConstants,
): Licences {
  wholeNumber('activatedAccounts', activatedAccounts, 0);
  const free = constants.freeLicences.value[highAvailability];
  const need = Math.max(0, activatedAccounts - free);
  const sizes = constants.licencePacks.value;
  const smallest = sizes.at(-1) ?? 1;
  // The sizes divide each other (guideConstantsSchema), so taking large packs first is optimal.
  let left = Math.ceil(need / smallest) * smallest;
  const total = free + left;
  const packs: { accounts: number; count: number }[] = [];
  for (const accounts of sizes) {
    const count = Math.floor(left / accounts);
    left -= count * accounts;
    if (count > 0) packs.push({ accounts, count });
  }
  return {
    row: constants.licencePacks.row,
    activatedAccounts,
    free,
    need,
    packs,
    total,
    spare: total - activatedAccounts,
  };
}
