// A scenario: who sends how much, to which configuration, on which hardware, simulated how.
import { z } from 'zod';
import { parseDocumentText } from '../config/document.ts';
import { configurationSchema } from '../config/schema.ts';
import { validate } from '../config/validate.ts';
import { GIB, KIB, TIB } from '../core/units.ts';
import { DRIVES, RAID_LEVELS } from './library/disks.ts';

const name = z.string().regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and dashes');

const volumeSchema = z.strictObject({
  raid: z.enum(RAID_LEVELS).default('raid5'),
  drive: z.enum(DRIVES).default('hdd7200'),
  drives: z.number().int().min(2).max(500).default(4),
});

const ssdCacheSchema = z.strictObject({
  mode: z.enum(['read-only', 'read-write']).default('read-write'),
  drive: z.enum(DRIVES).default('sataSsd'),
  usableBytes: z
    .number()
    .min(GIB)
    .max(1000 * TIB)
    .describe('Room of the cache after its RAID level.'),
});

export const hardwareSchema = z.strictObject({
  title: z.string().max(200).default('Own server'),
  cores: z.number().int().min(1).max(1024).default(4),
  coreSpeed: z
    .number()
    .min(0.01)
    .max(100)
    .default(1)
    .describe('Speed of a core relative to the one the platform was measured on.'),
  ramBytes: z
    .number()
    .min(GIB)
    .max(64 * TIB)
    .default(8 * GIB),
  volume: volumeSchema.prefault({}),
  ssdCache: ssdCacheSchema.nullable().default(null).describe('Null: no SSD cache.'),
});

export const scenarioSchema = z.strictObject({
  plimsoll: z.literal(1).describe('Version of this format.'),
  kind: z.literal('scenario'),
  name,
  title: z.string().max(200).default(''),
  workload: z.strictObject({
    profile: name.default('office').describe('A file in models/workloads.'),
    users: z.number().int().min(1).max(1_000_000),
    mailsPerUserPerDay: z.number().min(0).max(10_000).default(100).describe('Sent and received; row 1.4.'),
    meanMessageBytes: z
      .number()
      .int()
      .min(1)
      .max(GIB)
      .default(300 * KIB)
      .describe('Row 1.4.'),
    yearsKept: z.number().gt(0).max(30).default(3).describe('Mail of how many years lies on the volume; row 1.4.'),
  }),
  platform: name.default('mailplus-nas').describe('A file in models/platforms.'),
  hardware: hardwareSchema.prefault({}),
  configuration: configurationSchema,
  run: z
    .strictObject({
      days: z.number().int().min(1).max(31).default(1),
      warmUpHours: z.number().min(0).max(48).default(2).describe('Simulated before the first day and not counted.'),
      replications: z.number().int().min(1).max(1000).default(5),
      seed: z.string().min(1).max(100).default('1'),
      confidence: z.number().min(0.5).max(0.999).default(0.95),
      maxEvents: z
        .number()
        .int()
        .min(1000)
        .max(1e10)
        .default(2e9)
        .describe('A replication that needs more stops with an error.'),
    })
    .prefault({}),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type Hardware = Scenario['hardware'];

/**
 * Parses a scenario from YAML or JSON and fills in the defaults.
 * @throws InputError with every problem found.
 */
export const parseScenario = (text: string, source: string): Scenario =>
  validate(scenarioSchema, parseDocumentText(text, source), source);
