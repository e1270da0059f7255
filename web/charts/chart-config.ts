// How all charts look. Colours are the page's own variables, so that dark mode and print follow without a redraw.
import type { Config } from 'vega-lite';

export const COLOURS = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  accent: 'var(--accent)',
  quiet: 'var(--quiet)',
  ceiling: 'var(--load-line)',
} as const;

const text = { font: 'system-ui, sans-serif', fontSize: 12 };
const labels = { labelFont: text.font, labelFontSize: text.fontSize, labelColor: COLOURS.muted };

export const CHART_CONFIG: Config = {
  background: 'transparent',
  // The figure around a chart carries its sentence and its table; the marks say nothing more.
  aria: false,
  view: { stroke: null },
  text: { ...text, fill: COLOURS.ink },
  axis: {
    ...labels,
    titleFont: text.font,
    titleFontSize: text.fontSize,
    titleFontWeight: 'normal',
    titleColor: COLOURS.muted,
    gridColor: COLOURS.line,
    domainColor: COLOURS.line,
    tickColor: COLOURS.line,
  },
};
