// The server over the 24 hours of a day.
import { useMemo } from 'preact/hooks';
import { estimateText } from '../../src/run/estimate-text.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { dayChartLines, dayChartSpec } from '../charts/day-chart-spec.ts';
import { LineKey } from '../charts/line-key.tsx';
import { countText } from '../text/count-text.ts';

const NONE = { mean: 0, halfWidth: null };

export function DayFigure({ result }: { readonly result: SimulationResult }) {
  const spec = useMemo(() => dayChartSpec(result), [result]);
  const { hours, stations } = result;
  const shown = stations.filter(({ servers }) => servers > 0);
  const busiest = hours.reduce((most, hour) => (hour.offered.mean > most.offered.mean ? hour : most));
  return (
    <ChartFigure
      title="Over the day."
      sentence={`Most mail comes between ${busiest.hour}:00 and ${busiest.hour + 1}:00: ${countText(busiest.offered)} offered, ${countText(busiest.delivered)} put into mailboxes.`}
      spec={spec}
      table={{
        caption: 'Mail and utilisation by hour of the day',
        head: ['Hour', 'Offered', 'In mailboxes', ...shown.map(({ title }) => title)],
        rows: hours.map(({ hour, offered, delivered, utilisation }) => [
          `${hour}:00`,
          countText(offered),
          countText(delivered),
          ...shown.map(({ name }) => estimateText(utilisation[name] ?? NONE, 'ratio')),
        ]),
      }}
    >
      <LineKey lines={dayChartLines(result)} />
    </ChartFigure>
  );
}
