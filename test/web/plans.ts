// The page's data as the builder lays it beside the page, and arbitrary plans.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseDocumentText } from '../../src/config/document.ts';
import { loadLibrary } from '../../src/hosts/load-library.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { pageData } from '../../web/state/page-data.ts';
import { type Plan, planSchema } from '../../web/state/plan.ts';
import type { ScenarioSource } from '../../web/state/plan-scenario.ts';

export const officeText = readFileSync('scenarios/office-200.yaml', 'utf8');

export const { library, template, defaults } = pageData(
  JSON.parse(JSON.stringify(loadLibrary())),
  parseDocumentText(officeText, 'office-200.yaml') as ScenarioSource,
);

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const { drive, raid, highAvailability } = planSchema.shape;

/** Any plan that the form can hold. */
export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  users: fc.integer({ min: 1, max: 1_000_000 }),
  mailsPerUserPerDay: double(0, 10_000),
  meanMessageKib: double(1, 51_200),
  years: double(0.1, 30),
  highAvailability: fc.constantFrom(...highAvailability.options),
  filters: fc.record(
    Object.fromEntries(STAGE_NAMES.map((name) => [name, fc.boolean()])) as Record<
      (typeof STAGE_NAMES)[number],
      fc.Arbitrary<boolean>
    >,
  ),
  cores: fc.integer({ min: 1, max: 1024 }),
  coreSpeed: double(0.01, 100),
  ramGib: double(1, 65_536),
  drives: fc.integer({ min: 2, max: 500 }),
  drive: fc.constantFrom(...drive.options),
  raid: fc.constantFrom(...raid.options),
  cacheGb: fc.oneof(fc.constant(0), fc.integer({ min: 2, max: 1_000_000 })),
});
