// The shape of models/guide.yaml: the guide's figures, each with its row. Reads no file; the host does and validates with this.
import { z } from 'zod';

/** A figure of the guide and the row that it comes from. */
const constant = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, row: z.string().regex(/^\d+\.\d+$/, 'a row of the guide such as 1.4') });

const positive = z.number().positive();
const count = z.number().int().min(1);
const share = z.number().gt(0).max(1);

interface Band {
  readonly from: number;
  readonly through: number | null;
}

/** True when bands start at one user, rise, leave no number of users out, and only the last is open. */
const coversAllUsers = (bands: readonly Band[]): boolean =>
  bands[0]?.from === 1 &&
  bands.every(({ from, through }, index) => {
    const next = bands[index + 1];
    if (next === undefined) return through === null;
    return through !== null && through >= from && next.from > from && next.from <= through + 1;
  });

const bandEdges = { words: z.string(), from: count, through: count.nullable() };

const bandsOf = <T extends z.ZodType<Band>>(band: T) =>
  z.array(band).min(1).refine(coversAllUsers, 'bands from one user up, without a gap');

/** With sizes that divide each other, taking the largest packs first buys the fewest accounts and the fewest packs. */
const divideEachOther = (sizes: readonly number[]): boolean =>
  sizes.every((size, index) => {
    const next = sizes[index + 1];
    return next === undefined || (next < size && size % next === 0);
  });

export const guideConstantsSchema = z.strictObject({
  mailsPerUserPerDay: constant(positive),
  meanMessageKib: constant(positive),
  daysPerYear: constant(count),
  retentionYears: constant(z.strictObject({ least: positive, most: positive })),
  ramBands: constant(bandsOf(z.strictObject({ ...bandEdges, gib: count }))),
  hotDataShare: constant(z.strictObject({ low: share, high: share })),
  cacheFactor: constant(positive),
  cacheTiers: constant(bandsOf(z.strictObject({ ...bandEdges, driveGb: count }))),
  cacheDrivesAtLeast: constant(z.number().int().min(2)),
  raidDrivesAtLeast: constant(z.strictObject({ raid1: count, raid5: count, raid6: count, raid10: count })),
  utilisationCeiling: constant(share),
  freeLicences: constant(
    z.strictObject({
      none: z.number().int().min(0),
      mailplus: z.number().int().min(0),
      sha: z.number().int().min(0),
    }),
  ),
  licencePacks: constant(
    z.array(count).min(1).refine(divideEachOther, 'sizes from large to small, each a multiple of the next'),
  ),
});

/** The guide's figures. Pure functions of this folder take them as an argument. */
export type GuideConstants = z.output<typeof guideConstantsSchema>;
