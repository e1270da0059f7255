// What lies beside the page: the model library and the scenario that its defaults come from.
import { validate } from '../../src/config/validate.ts';
import { scenarioSchema } from '../../src/model/scenario.ts';
import type { ModelLibrary } from '../../src/run/library.ts';
import type { Plan } from './plan.ts';
import { planOfScenario } from './plan-of-scenario.ts';
import type { ScenarioSource } from './plan-scenario.ts';

export interface PageData {
  readonly library: ModelLibrary;
  readonly template: ScenarioSource;
  readonly defaults: Plan;
}

/** Puts both files together. The library was checked when the page was built. @throws InputError on another scenario format. */
export const pageData = (library: ModelLibrary, template: ScenarioSource): PageData => ({
  library,
  template,
  defaults: planOfScenario(validate(scenarioSchema, template, 'scenario.json')),
});
