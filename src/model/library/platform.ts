// A platform file: what each step and stage costs on a core of speed 1, what stays in memory, how DNS answers.
import { z } from 'zod';
import { STAGE_NAMES, type StageName } from '../../stages/index.ts';
import { modelHeader, notNegative, share } from './header.ts';

const cost = z.strictObject({
  cpuSeconds: notNegative,
  cpuSecondsPerMiB: notNegative,
  cpuSecondsPerTextMiB: notNegative,
  readOperations: notNegative,
  writeOperations: notNegative,
  dnsRounds: notNegative,
  memoryBytes: notNegative,
});

const stageCosts = z.strictObject(
  Object.fromEntries(STAGE_NAMES.map((name) => [name, cost])) as Record<StageName, typeof cost>,
);

export const platformSchema = z.strictObject({
  ...modelHeader('platform'),
  title: z.string(),
  ceiling: share,
  steps: z.strictObject({ receive: cost, deliver: cost, tls: cost }),
  stages: stageCosts,
  memory: z.strictObject({
    residentBytes: z.strictObject({ system: notNegative, antivirus: notNegative, antispam: notNegative }),
  }),
  dns: z.strictObject({
    cachedShare: share,
    cachedSeconds: notNegative,
    medianSeconds: notNegative,
    p90Seconds: notNegative,
    timeoutShare: share,
  }),
});

export type Platform = z.output<typeof platformSchema>;
