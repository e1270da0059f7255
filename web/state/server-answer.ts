// What can be said of a planned server without simulating it: its scenario, checked, and the bounds by the utilisation law.
import { validate } from '../../src/config/validate.ts';
import { type Scenario, scenarioSchema } from '../../src/model/scenario.ts';
import { boundsOf } from '../../src/run/bounds.ts';
import type { ModelLibrary } from '../../src/run/library.ts';
import { prepare } from '../../src/run/simulate.ts';
import type { Utilisation } from '../../src/sizing/utilisation.ts';
import type { Plan } from './plan.ts';
import { type ScenarioSource, scenarioOf } from './plan-scenario.ts';

export interface ServerAnswer {
  /** As it is downloaded. */
  readonly source: ScenarioSource;
  /** As it is simulated: checked, defaults filled in. */
  readonly scenario: Scenario;
  readonly bounds: Utilisation;
}

/** @throws InputError when drives do not fit the RAID level, or the programs do not fit the RAM. */
export function serverAnswer(plan: Plan, template: ScenarioSource, library: ModelLibrary): ServerAnswer {
  const source = scenarioOf(plan, template);
  const scenario = validate(scenarioSchema, source, 'plan');
  return { source, scenario, bounds: boundsOf(prepare(scenario, library)) };
}
