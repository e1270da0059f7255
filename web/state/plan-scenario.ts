// From the plan to the scenario that the model runs: the one that comes with the page, with the plan's figures put in.
import type { z } from 'zod';
import { GIB, KIB } from '../../src/core/units.ts';
import { scenarioSchema } from '../../src/model/scenario.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { peopleText } from '../text/people-text.ts';
import { GB } from './gb.ts';
import type { Plan } from './plan.ts';

/** A scenario as a person writes it: defaults left out. */
export type ScenarioSource = z.input<typeof scenarioSchema>;

/** Switches that differ from the template's; all its other settings stay. */
function stagesOf({ filters }: Plan, template: ScenarioSource): ScenarioSource['configuration']['stages'] {
  const defaults = scenarioSchema.parse(template).configuration.stages;
  const changed = STAGE_NAMES.filter((name) => filters[name] !== defaults[name].enabled);
  const { stages = {} } = template.configuration;
  const switched = changed.map((name) => [name, { ...stages[name], enabled: filters[name] }]);
  return { ...stages, ...Object.fromEntries(switched) };
}

/** The scenario of a plan. High availability is no part of it: the model looks at one server. */
export function scenarioOf(plan: Plan, template: ScenarioSource): ScenarioSource {
  const { users, mailsPerUserPerDay, meanMessageKib, years, cores, coreSpeed, ramGib, raid, drive, drives } = plan;
  const { profile = 'office' } = template.workload;
  const ssdCache =
    plan.cacheGb === 0 ? null : { ...template.hardware?.ssdCache, usableBytes: Math.round(plan.cacheGb * GB) };
  return {
    ...template,
    name: `${profile}-${users}`,
    title: `${peopleText(users)}, mail of ${years} ${years === 1 ? 'year' : 'years'}`,
    workload: {
      ...template.workload,
      profile,
      users,
      mailsPerUserPerDay,
      meanMessageBytes: Math.round(meanMessageKib * KIB),
      yearsKept: years,
    },
    hardware: {
      ...template.hardware,
      title: `Planned server with ${cores} ${cores === 1 ? 'core' : 'cores'} and ${ramGib} GB`,
      cores,
      coreSpeed,
      ramBytes: Math.round(ramGib * GIB),
      volume: { raid, drive, drives },
      ssdCache,
    },
    configuration: { ...template.configuration, stages: stagesOf(plan, template) },
  };
}
