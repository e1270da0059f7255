// The answer in one sentence.
import type { Sizing } from '../../src/sizing/size.ts';
import { grouped } from './grouped.ts';
import { peopleText } from './people-text.ts';

/** e.g. `200 people with 3 years of mail need 6.12 TB of storage, at least 8 GB of RAM and an SSD cache of 1 TB × 2.` */
export function headline({ input, servers, storage, ram, ssdCache }: Sizing): string {
  const years = `${grouped(input.years)} ${input.years === 1 ? 'year' : 'years'} of mail`;
  const cache = ssdCache.binding === 'formula' ? ssdCache.formulaPair : ssdCache.tier;
  const where = servers === 1 ? '' : ` on each of ${servers} servers`;
  const verb = input.users === 1 ? 'needs' : 'need';
  return `${peopleText(input.users)} with ${years} ${verb} ${storage.display} of storage, at least ${ram.gib} GB of RAM and an SSD cache of ${cache}${where}.`;
}
