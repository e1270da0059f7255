// The chart of growing storage: one bar a year, the planned one marked.
import type { TopLevelSpec } from 'vega-lite';
import { grouped } from '../text/grouped.ts';
import { COLOURS } from './chart-config.ts';
import type { YearOfMail } from './storage-growth.ts';

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];

export function storageChartSpec(growth: readonly YearOfMail[]): TopLevelSpec {
  const most = Math.max(1, ...growth.map(({ bytes }) => bytes));
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(most) / Math.log(1024)));
  const values = growth.map(({ years, bytes, display, planned }) => ({
    years: grouped(years),
    size: bytes / 1024 ** power,
    display: planned ? display : '',
    planned,
  }));
  return {
    data: { values },
    width: 'container',
    height: 180,
    encoding: {
      x: {
        field: 'years',
        type: 'ordinal',
        sort: null,
        title: 'years kept',
        axis: { labelAngle: 0, labelOverlap: true },
      },
      y: { field: 'size', type: 'quantitative', title: UNITS[power] ?? '', axis: { tickCount: 4, domain: false } },
    },
    layer: [
      {
        mark: { type: 'bar', cornerRadiusEnd: 3, width: { band: 0.62 } },
        encoding: { color: { condition: { test: 'datum.planned', value: COLOURS.accent }, value: COLOURS.quiet } },
      },
      {
        mark: { type: 'text', dy: -8, fontWeight: 600 },
        encoding: { text: { field: 'display' } },
      },
    ],
  };
}
