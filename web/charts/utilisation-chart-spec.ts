// The chart of busy resources: one bar each, its interval, and the ceiling as a line.
import type { TopLevelSpec } from 'vega-lite';
import type { SimulationResult } from '../../src/run/result.ts';
import { percent } from '../text/percent.ts';
import { ceilingLayer } from './ceiling-layer.ts';
import { COLOURS } from './chart-config.ts';

export function utilisationChartSpec({ stations, bottleneck: { ceiling } }: SimulationResult): TopLevelSpec {
  const values = stations
    .filter(({ servers }) => servers > 0)
    .map(({ title, busiestHourUtilisation: { mean, halfWidth } }) => {
      const spread = halfWidth ?? 0;
      return { title, mean, low: Math.max(0, mean - spread), high: mean + spread, words: `${title}: ${percent(mean)}` };
    });
  const data = { values };
  const type = 'quantitative' as const;
  const scale = { domain: [0, Math.max(1, ...values.map(({ high }) => high))] };
  const axis = { format: '.0%', tickCount: 5, domain: false };
  const x = { type, scale, axis, title: null };
  const y = { field: 'title', sort: null, axis: null };
  return {
    width: 'container',
    height: 165,
    layer: [
      {
        data,
        mark: { type: 'bar', height: 16, cornerRadiusEnd: 3, color: COLOURS.accent },
        encoding: { y, x: { ...x, field: 'mean' } },
      },
      {
        data,
        mark: { type: 'rule', strokeWidth: 2, color: COLOURS.ink },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        data,
        mark: { type: 'text', align: 'left', dx: 2, dy: -18 },
        encoding: { y, x: { value: 0 }, text: { field: 'words' } },
      },
      ceilingLayer(ceiling, 'x'),
    ],
  };
}
