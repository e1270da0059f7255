// The answer of POST /api/v1/simulate as a schema, for its description. The compiler holds it to the type, a test to the real answer.
import { z } from 'zod';
import { FATES } from '../../../model/fate.ts';
import { MAIL_KINDS } from '../../../pipeline/sampling.ts';
import type { SimulationResult } from '../../../run/result.ts';

const ratio = z.number().describe('0..1');
const rate = z.number().nullable();

const estimate = z
  .strictObject({
    mean: z.number(),
    halfWidth: z.number().nullable().describe('Half of the interval; null with one replication.'),
  })
  .meta({ id: 'Estimate', description: 'A mean over replications with its Student t interval.' });

const station = z.strictObject({
  name: z.string(),
  title: z.string(),
  servers: z.int().describe('0: a delay, where nobody waits.'),
  utilisation: estimate,
  busiestHourUtilisation: estimate,
  throughputPerSecond: estimate,
  responseSeconds: estimate,
  waitingSeconds: estimate,
  numberInStation: estimate,
});

const bounds = z.strictObject({
  arrivalRatePerSecond: z.number(),
  threshold: ratio,
  resources: z.array(
    z.strictObject({
      name: z.string(),
      servers: z.int(),
      utilisation: z.number(),
      capacityPerSecond: rate,
      saturationPerSecond: rate,
      waitingProbability: ratio,
    }),
  ),
  bottleneck: z.string().nullable(),
  capacityPerSecond: rate,
  saturationPerSecond: rate,
  headroom: z.number().nullable(),
});

export const simulationAnswerSchema: z.ZodType<SimulationResult> = z
  .strictObject({
    plimsoll: z.literal(1),
    kind: z.literal('simulation'),
    scenario: z.string(),
    seed: z.string(),
    replications: z.int(),
    confidence: ratio,
    simulatedSeconds: z.number(),
    events: z.int(),
    metrics: z
      .array(
        z.strictObject({
          key: z.string(),
          title: z.string(),
          unit: z.enum(['seconds', 'perSecond', 'ratio', 'count', 'bytes']),
          ...estimate.shape,
        }),
      )
      .describe('Units are in the key: `smtp.response.p95Seconds`.'),
    stations: z.array(station),
    hours: z.array(
      z.strictObject({
        hour: z.int(),
        offered: estimate,
        delivered: estimate,
        utilisation: z.record(z.string(), estimate),
      }),
    ),
    fates: z
      .record(z.enum(MAIL_KINDS), z.record(z.enum(FATES), estimate))
      .describe('Mails a day by kind and by what became of them.'),
    refusals: z.record(z.string(), estimate).describe('Verdicts that kept a mail back, a day, by reason.'),
    memory: z.strictObject({
      ramBytes: z.number(),
      residentBytes: z.number(),
      pageCacheBytes: z.number(),
      storedBytes: z.number(),
      pageCacheHitRatio: ratio,
      ssdCacheHitRatio: ratio,
    }),
    bounds: bounds.describe('The utilisation law without simulation, for the busiest hour.'),
    bottleneck: z.strictObject({
      station: z.string(),
      utilisation: z.number(),
      ceiling: ratio,
      headroom: z.number().describe('How many times the load it could carry at the ceiling.'),
      sentence: z.string(),
    }),
    checks: z.strictObject({
      littlesLaw: z.literal('held'),
      flowBalance: z.literal('held'),
      utilisationLaw: z.literal('held'),
    }),
    notModelled: z.array(z.string()),
  })
  .meta({ id: 'Simulation' });
