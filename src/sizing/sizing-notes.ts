// What a person must know beside the figures of a sizing: readings, traps, what the guide leaves out. Computes no figure.
import { guideBytes } from './format-bytes.ts';
import type { GuideConstants } from './guide-constants.ts';
import type { HighAvailability } from './licences.ts';
import type { Ram } from './ram.ts';
import type { SsdCache } from './ssd-cache.ts';
import type { Volume } from './volume.ts';

/** A sentence beside a figure, with the guide's row that it is about. */
export interface SizingNote {
  readonly row: string;
  readonly text: string;
}

interface Parts {
  readonly storage: Volume;
  readonly ram: Ram;
  readonly ssdCache: SsdCache;
}

/** The notes that apply, the general ones last. */
export function sizingNotes(
  { users, years, highAvailability }: { users: number; years: number; highAvailability: HighAvailability },
  { storage, ram, ssdCache }: Parts,
  constants: GuideConstants,
): readonly SizingNote[] {
  const notes: SizingNote[] = [];
  const say = (row: string, text: string): void => {
    notes.push({ row, text });
  };
  const { least, most } = constants.retentionYears.value;
  if (highAvailability !== 'none') {
    say('11.2', 'Both servers keep all mail: storage, RAM and SSD cache are those of each, so buy them twice.');
  }
  if (highAvailability === 'sha') {
    say('4.1', 'Under Synology High Availability the two servers count as one and share the free licences.');
  }
  if (ram.sharedEdge) {
    say(ram.row, `The guide's table puts ${users} users into two bands; the larger one is taken.`);
  }
  if (years < least || years > most) {
    say(constants.retentionYears.row, `The guide expects a mail service to last ${least} to ${most} years.`);
  }
  if (ssdCache.binding === 'formula') {
    const pair = `${ssdCache.formulaPair} hold the cache that the formula asks for at the high share of hot data`;
    say(ssdCache.row, `${pair}; the table by users names ${ssdCache.tier}.`);
  }
  say(
    storage.row,
    `The guide's TB are binary: ${storage.display} of mail are ${storage.labelDisplay} on the label of a disk.`,
  );
  say(
    ssdCache.row,
    `SSDs are labelled in decimal: the ${ssdCache.tier} hold ${guideBytes(ssdCache.tierBytes)} as the guide counts. ` +
      'Its own example rounds first: 61.4 GB doubled is printed as 122.8 GB, exact are 61.44 and 122.88.',
  );
  say('1.3', 'The RAM table is a rule of thumb: antispam, antivirus updates and web clients may need more.');
  return notes;
}
