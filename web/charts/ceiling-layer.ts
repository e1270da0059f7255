// The load line of a chart of utilisations: a dashed line at the ceiling, with its name.
import type { TopLevelSpec } from 'vega-lite';
import { percent } from '../text/percent.ts';
import { COLOURS } from './chart-config.ts';

export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** @param channel the axis of utilisations. */
export function ceilingLayer(ceiling: number, channel: 'x' | 'y'): Layer {
  const along = { field: 'ceiling', type: 'quantitative' as const };
  const place = channel === 'x' ? { x: along, y: { value: 'height' as const } } : { x: { value: 4 }, y: along };
  return {
    data: { values: [{ ceiling, words: `load line ${percent(ceiling)}` }] },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2, strokeDash: [6, 3], color: COLOURS.ceiling },
        encoding: { [channel]: along },
      },
      {
        mark: {
          type: 'text',
          align: channel === 'x' ? 'right' : 'left',
          baseline: 'bottom',
          dx: channel === 'x' ? -6 : 0,
          dy: -3,
          color: COLOURS.ceiling,
          fontWeight: 600,
        },
        encoding: { ...place, text: { field: 'words' } },
      },
    ],
  };
}
