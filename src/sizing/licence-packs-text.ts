// The packs to buy in words, the same in the terminal and on the page.
import type { Licences } from './licences.ts';

/** e.g. `9 × 20 + 3 × 5 on top of 5 free, 0 to spare`: count × accounts in a pack. */
export function licencePacksText({ packs, free, need, spare }: Licences): string {
  if (need === 0) return `the ${free} free ones are enough`;
  const bought = packs.map(({ accounts, count }) => `${count} × ${accounts}`).join(' + ');
  return `${bought} on top of ${free} free, ${spare} to spare`;
}
