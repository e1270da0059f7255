// What a customer answers: the plan. Its limits are taken from the sizing and the scenario, so that a plan that fits here fits there.
import { z } from 'zod';
import { hardwareSchema } from '../../src/model/scenario.ts';
import { sizingInputSchema } from '../../src/sizing/size.ts';
import { STAGE_NAMES, type StageName } from '../../src/stages/index.ts';

const sizing = sizingInputSchema.shape;
const hardware = hardwareSchema.shape;
const volume = hardware.volume.unwrap().shape;

/** The smallest SSD cache that a scenario takes is 1 GiB, which is just above 1 GB on the label. */
const SMALLEST_CACHE_GB = 2;

export const planSchema = z.strictObject({
  users: sizing.users,
  mailsPerUserPerDay: sizing.mailsPerUserPerDay.unwrap(),
  /** No mail larger than 50 MB is offered (models/workloads), so no mean is. */
  meanMessageKib: z.number().min(1).max(51_200),
  years: sizing.years.unwrap().min(0.1),
  highAvailability: sizing.highAvailability.unwrap(),
  filters: z.strictObject(
    Object.fromEntries(STAGE_NAMES.map((name) => [name, z.boolean()])) as Record<StageName, z.ZodBoolean>,
  ),
  cores: hardware.cores.unwrap(),
  coreSpeed: hardware.coreSpeed.unwrap(),
  ramGib: z.number().min(1).max(65_536),
  drives: volume.drives.unwrap(),
  drive: volume.drive.unwrap(),
  raid: volume.raid.unwrap(),
  /** Room of the SSD cache as its label says it; 0: no cache. */
  cacheGb: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .refine((size) => size === 0 || size >= SMALLEST_CACHE_GB),
});

export type Plan = z.output<typeof planSchema>;

/** Fields that are typed or slid. */
export const NUMBER_KEYS = [
  'users',
  'mailsPerUserPerDay',
  'meanMessageKib',
  'years',
  'cores',
  'coreSpeed',
  'ramGib',
  'drives',
  'cacheGb',
] as const satisfies readonly (keyof Plan)[];
export type NumberKey = (typeof NUMBER_KEYS)[number];

/** Fields of which one of a few words is chosen. */
export const CHOICE_KEYS = ['highAvailability', 'drive', 'raid'] as const satisfies readonly (keyof Plan)[];
export type ChoiceKey = (typeof CHOICE_KEYS)[number];
