// The guide's sizing as a whole: storage, RAM, SSD cache, licences. No simulation; plain JSON comes out.
import { z } from 'zod';
import { GIB, KIB } from '../core/units.ts';
import type { GuideConstants } from './guide-constants.ts';
import { type Licences, licencesFor } from './licences.ts';
import { type Ram, ramFor } from './ram.ts';
import { type SizingNote, sizingNotes } from './sizing-notes.ts';
import { type SsdCache, ssdCacheFor } from './ssd-cache.ts';
import { type Volume, volumeFor } from './volume.ts';

/** What a server is sized for. All but the users falls back to the guide's own figures (models/guide.yaml). */
export const sizingInputSchema = z.strictObject({
  users: z.number().int().min(1).max(1_000_000).describe('Activated accounts.'),
  mailsPerUserPerDay: z
    .number()
    .min(0)
    .max(10_000)
    .optional()
    .describe('Mails sent and received by one user in a day. The guide reckons with 100.'),
  meanMessageBytes: z
    .number()
    .min(1)
    .max(GIB)
    .optional()
    .describe('Mean size of a whole message in bytes. The guide reckons with 300 KB, which are 307200.'),
  years: z.number().gt(0).max(30).optional().describe('Years that mail is kept. The guide names three to five.'),
  highAvailability: z
    .enum(['none', 'mailplus', 'sha'])
    .default('none')
    .describe('none: one server; mailplus: a MailPlus cluster of two; sha: Synology High Availability.'),
});

export type SizingInput = z.input<typeof sizingInputSchema>;

/** The input with the guide's figures filled in. */
export type SizingFigures = { readonly [K in keyof SizingInput]-?: Exclude<SizingInput[K], undefined> };

export interface Sizing {
  readonly input: SizingFigures;
  /** Servers to buy. Storage, RAM and cache are those of each. */
  readonly servers: number;
  readonly storage: Volume;
  readonly ram: Ram;
  readonly ssdCache: SsdCache;
  readonly licences: Licences;
  readonly notes: readonly SizingNote[];
}

/**
 * Sizes a mail server by the guide's formulas (rows 1.2, 1.4, 1.5, 4.1).
 * Input from outside is checked with `sizingInputSchema` first: it has the tighter limits.
 * @throws InputError on figures that no server has: negative, endless, half users, a volume of 2^53 bytes or more.
 */
export function sizeServer(input: SizingInput, constants: GuideConstants): Sizing {
  const figures: SizingFigures = {
    users: input.users,
    mailsPerUserPerDay: input.mailsPerUserPerDay ?? constants.mailsPerUserPerDay.value,
    meanMessageBytes: input.meanMessageBytes ?? constants.meanMessageKib.value * KIB,
    years: input.years ?? constants.retentionYears.value.least,
    highAvailability: input.highAvailability ?? 'none',
  };
  const { users, highAvailability } = figures;
  const storage = volumeFor(figures, constants);
  const ram = ramFor(users, constants);
  const ssdCache = ssdCacheFor(storage.bytes, users, constants);
  return {
    input: figures,
    servers: highAvailability === 'none' ? 1 : 2,
    storage,
    ram,
    ssdCache,
    licences: licencesFor(users, highAvailability, constants),
    notes: sizingNotes(figures, { storage, ram, ssdCache }, constants),
  };
}
