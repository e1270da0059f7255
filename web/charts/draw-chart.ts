// Draws a chart. The only file that knows Vega, which is large: the page loads it when the first chart is due.
// No eval: expressions are walked as trees, since the page's content policy forbids compiled ones.
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { CHART_CONFIG } from './chart-config.ts';

/** Draws into an element that is on the page. @returns what takes it away again. */
export async function drawChart(container: HTMLElement, spec: TopLevelSpec): Promise<() => void> {
  const runtime = parse(compile(spec, { config: CHART_CONFIG }).spec, undefined, { ast: true });
  const view = new View(runtime, { container, renderer: 'svg', hover: false, expr: expressionInterpreter });
  await view.runAsync();
  return () => view.finalize();
}
