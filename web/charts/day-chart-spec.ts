// The chart of a day: how busy each resource is by the hour. Colour and dashes together tell the lines apart.
import type { TopLevelSpec } from 'vega-lite';
import type { SimulationResult } from '../../src/run/result.ts';
import { ceilingLayer } from './ceiling-layer.ts';
import { COLOURS } from './chart-config.ts';
import type { LineStyle } from './line-key.tsx';

/** A line's looks, by its place in the list of resources. */
const STYLES: readonly LineStyle[] = [
  { stroke: COLOURS.accent, dash: [1, 0] },
  { stroke: COLOURS.ink, dash: [6, 3] },
  { stroke: COLOURS.muted, dash: [2, 2] },
  { stroke: COLOURS.ceiling, dash: [8, 2, 2, 2] },
];

/** The lines that are drawn, for the key beside the chart. */
export const dayChartLines = ({ stations }: SimulationResult): readonly (LineStyle & { readonly title: string })[] =>
  stations
    .filter(({ servers }) => servers > 0)
    .map(({ title }, index) => ({ title, stroke: 'currentColor', dash: [1, 0], ...STYLES[index % STYLES.length] }));

function valuesOf({ hours, stations }: SimulationResult) {
  return hours.flatMap(({ hour, utilisation }) =>
    stations
      .filter(({ servers }) => servers > 0)
      .map(({ name, title }) => {
        const { mean, halfWidth } = utilisation[name] ?? { mean: 0, halfWidth: null };
        const spread = halfWidth ?? 0;
        return { hour: hour + 0.5, title, mean, low: Math.max(0, mean - spread), high: mean + spread };
      }),
  );
}

export function dayChartSpec(result: SimulationResult): TopLevelSpec {
  const { ceiling } = result.bottleneck;
  const values = valuesOf(result);
  const lines = dayChartLines(result);
  const titles = lines.map(({ title }) => title);
  const peak = Math.max(0.001, ...values.map(({ high }) => high));
  // A line far above everything else would press the day flat.
  const near = peak > ceiling / 2;
  const type = 'quantitative' as const;
  const x = {
    field: 'hour',
    type,
    scale: { domain: [0, 24] },
    axis: { values: [0, 6, 12, 18, 24], labelExpr: "datum.value + ':00'", grid: false },
    title: null,
  };
  const y = {
    type,
    scale: { domain: [0, near ? Math.max(1, peak) : peak * 1.1] },
    axis: { format: peak < 0.1 ? '.1%' : '.0%', tickCount: 4, domain: false },
    title: 'busy',
  };
  const byTitle = { field: 'title', sort: null, legend: null };
  const colour = { ...byTitle, scale: { domain: titles, range: lines.map(({ stroke }) => stroke) } };
  const strokeDash = { ...byTitle, scale: { domain: titles, range: lines.map(({ dash }) => [...dash]) } };
  return {
    data: { values },
    width: 'container',
    height: 180,
    layer: [
      {
        mark: { type: 'area', opacity: 0.2 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, fill: colour },
      },
      {
        mark: { type: 'line', strokeWidth: 2 },
        encoding: { x, y: { ...y, field: 'mean' }, stroke: colour, strokeDash },
      },
      ...(near ? [ceilingLayer(ceiling, 'y')] : []),
    ],
  };
}
