// How busy each resource is in its busiest hour, against the ceiling.
import { useMemo } from 'preact/hooks';
import { estimateText } from '../../src/run/estimate-text.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { utilisationChartSpec } from '../charts/utilisation-chart-spec.ts';
import { percent } from '../text/percent.ts';

export function UtilisationFigure({ result }: { readonly result: SimulationResult }) {
  const spec = useMemo(() => utilisationChartSpec(result), [result]);
  const shown = result.stations.filter(({ servers }) => servers > 0);
  const over = shown.filter(({ busiestHourUtilisation: { mean } }) => mean > result.bottleneck.ceiling);
  const line = percent(result.bottleneck.ceiling);
  const sentence =
    over.length === 0
      ? `In the busiest hour every resource stays under the load line of ${line}.`
      : `In the busiest hour ${over.map(({ title }) => title).join(' and ')} ${over.length === 1 ? 'is' : 'are'} above the load line of ${line}.`;
  return (
    <ChartFigure
      title="How busy the server is."
      sentence={sentence}
      spec={spec}
      table={{
        caption: 'Utilisation by resource',
        head: ['Resource', 'Busiest hour', 'Over the day', 'Waiting, mean'],
        rows: shown.map(({ title, busiestHourUtilisation, utilisation, waitingSeconds }) => [
          title,
          estimateText(busiestHourUtilisation, 'ratio'),
          estimateText(utilisation, 'ratio'),
          estimateText(waitingSeconds, 'seconds'),
        ]),
      }}
    />
  );
}
