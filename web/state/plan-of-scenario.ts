// A scenario read back into the terms of the form: how the page's defaults follow from the scenario that comes with it.
import { validate } from '../../src/config/validate.ts';
import { GIB, KIB } from '../../src/core/units.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { GB } from './gb.ts';
import { type Plan, planSchema } from './plan.ts';

/** The plan of a scenario, on one server. @throws InputError when the form cannot express it. */
export function planOfScenario({ workload, hardware, configuration }: Scenario): Plan {
  const { cores, coreSpeed, ramBytes, volume, ssdCache } = hardware;
  const plan = {
    users: workload.users,
    mailsPerUserPerDay: workload.mailsPerUserPerDay,
    meanMessageKib: workload.meanMessageBytes / KIB,
    years: workload.yearsKept,
    highAvailability: 'none',
    filters: Object.fromEntries(STAGE_NAMES.map((name) => [name, configuration.stages[name].enabled])),
    cores,
    coreSpeed,
    ramGib: ramBytes / GIB,
    ...volume,
    cacheGb: (ssdCache?.usableBytes ?? 0) / GB,
  };
  return validate(planSchema, plan, 'scenario.json');
}
