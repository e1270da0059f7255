import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/config/validate.ts';
import { parseScenario, scenarioSchema } from '../../src/model/scenario.ts';
import { simulateScenario } from '../../src/run/simulate.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { scenarioFile } from '../../web/simulation/scenario-file.ts';
import { planOfScenario } from '../../web/state/plan-of-scenario.ts';
import { scenarioOf } from '../../web/state/plan-scenario.ts';
import { PRESETS } from '../../web/state/presets.ts';
import { serverAnswer } from '../../web/state/server-answer.ts';
import { anyPlan, defaults, library, officeText, template } from './plans.ts';

const checked = (plan: typeof defaults) => validate(scenarioSchema, scenarioOf(plan, template), 'plan');

describe('the scenario of a plan', () => {
  test('that was not changed is the scenario that comes with the page, titles aside', () => {
    const office = parseScenario(officeText, 'office-200.yaml');
    const { title, hardware, ...planned } = checked(defaults);
    expect(planned).toEqual((({ title: _, hardware: __, ...rest }) => rest)(office));
    expect({ ...hardware, title: office.hardware.title }).toEqual(office.hardware);
    expect(title).toBe('200 people, mail of 3 years');
  });

  test('is valid for every plan, and read back gives the same plan on one server', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const back = planOfScenario(checked(plan));
        // Bytes are whole: sizes come back rounded to them.
        expect(back.meanMessageKib).toBeCloseTo(plan.meanMessageKib, 3);
        expect(back.ramGib).toBeCloseTo(plan.ramGib, 6);
        const { meanMessageKib, ramGib } = back;
        expect(back).toEqual({ ...plan, meanMessageKib, ramGib, highAvailability: 'none' });
      }),
    );
  });

  test('switches filters and leaves their other settings alone', () => {
    const filters = { ...defaults.filters, dnsbl: false, unknownClient: true };
    const { stages } = checked({ ...defaults, filters }).configuration;
    const before = checked(defaults).configuration.stages;
    expect(stages.dnsbl).toEqual({ ...before.dnsbl, enabled: false });
    expect(stages.unknownClient.enabled).toBe(true);
    for (const name of STAGE_NAMES.filter((stage) => stage !== 'dnsbl' && stage !== 'unknownClient'))
      expect(stages[name]).toEqual(before[name]);
  });

  test.each(PRESETS)('of the preset "$title" fits the library', ({ changes }) => {
    const { bounds } = serverAnswer({ ...defaults, ...changes }, template, library);
    expect(bounds.headroom).toBeGreaterThan(1);
  });

  test('saved as a file gives the command line the numbers of the page', () => {
    const plan = { ...defaults, users: 20, drives: 6, cacheGb: 0 };
    const { source, scenario } = serverAnswer(plan, template, library);
    const { name, text } = scenarioFile(source, 'users=20');
    expect(name).toBe('office-20.yaml');
    expect(text).toContain('plimsoll simulate office-20.yaml');
    expect(simulateScenario(parseScenario(text, name), library)).toEqual(simulateScenario(scenario, library));
  });
});
