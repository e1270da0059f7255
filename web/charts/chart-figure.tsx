// A chart with the same content as a sentence and as a table, for those who do not see it and for those who want the numbers.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { DataTable, type TableContent } from './data-table.tsx';

/** A slider moves faster than a chart can be drawn. */
const DRAW_DELAY_MS = 120;

interface ChartFigureProps {
  readonly title: string;
  readonly sentence: string;
  readonly spec: TopLevelSpec;
  readonly table: TableContent;
  /** What stands between sentence and chart: a key of its lines. */
  readonly children?: ComponentChildren;
}

export function ChartFigure({ title, sentence, spec, table, children }: ChartFigureProps) {
  const container = useRef<HTMLDivElement>(null);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let takeAway = (): void => {};
    let gone = false;
    const draw = async (): Promise<void> => {
      try {
        const { drawChart } = await import('./draw-chart.ts');
        if (gone || !container.current) return;
        takeAway = await drawChart(container.current, spec);
        if (gone) takeAway();
      } catch (error) {
        console.error(error);
        setMissing(true);
      }
    };
    const timer = setTimeout(draw, DRAW_DELAY_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
      takeAway();
    };
  }, [spec]);
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong> {sentence}
      </figcaption>
      {children}
      {missing ? (
        <p>The chart could not be drawn; the table says the same.</p>
      ) : (
        <div class="chart-area" ref={container} aria-hidden="true" />
      )}
      <details>
        <summary>The numbers as a table</summary>
        <DataTable {...table} />
      </details>
    </figure>
  );
}
