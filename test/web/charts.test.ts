import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { simulateScenario } from '../../src/run/simulate.ts';
import { sizeServer } from '../../src/sizing/size.ts';
import { CHART_CONFIG } from '../../web/charts/chart-config.ts';
import { dayChartLines, dayChartSpec } from '../../web/charts/day-chart-spec.ts';
import { storageChartSpec } from '../../web/charts/storage-chart-spec.ts';
import { storageGrowth } from '../../web/charts/storage-growth.ts';
import { utilisationChartSpec } from '../../web/charts/utilisation-chart-spec.ts';
import { sizingInputOf } from '../../web/state/plan-sizing.ts';
import { serverAnswer } from '../../web/state/server-answer.ts';
import { defaults, library, template } from './plans.ts';

const { scenario } = serverAnswer({ ...defaults, users: 10 }, template, library);
const result = simulateScenario(scenario, library);
const growthWith = (changes: Partial<typeof defaults>) =>
  storageGrowth(sizeServer(sizingInputOf({ ...defaults, ...changes }), library.guide).input, library.guide);

/** What Vega-Lite has to say about a chart. */
function complaints(spec: TopLevelSpec): string[] {
  const said: string[] = [];
  const note = (...words: readonly unknown[]) => {
    said.push(words.join(' '));
    return logger;
  };
  const logger = { level: () => logger, error: note, warn: note, info: note, debug: () => logger } as never;
  compile(spec, { config: CHART_CONFIG, logger });
  return said;
}

describe('the charts', () => {
  test('storage grows by the guide’s formula, year by year, up to five years at least', () => {
    const growth = growthWith({});
    expect(growth.map(({ years }) => years)).toEqual([1, 2, 3, 4, 5]);
    expect(growth.find(({ planned }) => planned)).toMatchObject({
      years: 3,
      display: '6.12 TB',
      labelDisplay: '6.73 TB',
    });
  });

  test('a planned half year has its own place among the years', () => {
    expect(growthWith({ years: 6.5 }).map(({ years }) => years)).toEqual([1, 2, 3, 4, 5, 6, 6.5, 7]);
  });

  test('no server without an SSD cache shows one', () => {
    const without = serverAnswer({ ...defaults, users: 5, cacheGb: 0 }, template, library);
    expect(dayChartLines(simulateScenario(without.scenario, library)).map(({ title }) => title)).toEqual([
      'Processor cores',
      'Volume (disks)',
    ]);
  });

  test('lines of a day differ in more than their colour', () => {
    const dashes = dayChartLines(result).map(({ dash }) => dash.join());
    expect(new Set(dashes).size).toBe(dashes.length);
  });

  const overloaded = {
    ...result,
    hours: result.hours.map((hour) => ({ ...hour, utilisation: { cpu: { mean: 0.9, halfWidth: null } } })),
  };
  test.each([
    ['storage', storageChartSpec(growthWith({}))],
    ['storage of nothing', storageChartSpec(growthWith({ mailsPerUserPerDay: 0 }))],
    ['utilisation', utilisationChartSpec(result)],
    ['a day', dayChartSpec(result)],
    ['a day near the load line', dayChartSpec(overloaded)],
  ])('the chart of %s is drawn without a complaint', (_what, spec) => {
    expect(complaints(spec)).toEqual([]);
  });
});
