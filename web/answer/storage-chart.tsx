// The chart of growing storage with its words.
import { useMemo } from 'preact/hooks';
import type { ModelLibrary } from '../../src/run/library.ts';
import { guideBytes } from '../../src/sizing/format-bytes.ts';
import type { Sizing } from '../../src/sizing/size.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { storageChartSpec } from '../charts/storage-chart-spec.ts';
import { storageGrowth } from '../charts/storage-growth.ts';
import { grouped } from '../text/grouped.ts';

export function StorageChart({ sizing, library }: { readonly sizing: Sizing; readonly library: ModelLibrary }) {
  const { input, storage } = sizing;
  const growth = useMemo(() => storageGrowth(input, library.guide), [input, library]);
  const spec = useMemo(() => storageChartSpec(growth), [growth]);
  const yearly = guideBytes(Math.round((storage.bytes / storage.days) * library.guide.daysPerYear.value));
  return (
    <ChartFigure
      title="Storage by year."
      sentence={`Each year adds ${yearly}; after ${grouped(input.years)} ${input.years === 1 ? 'year' : 'years'} the mail takes ${storage.display}.`}
      spec={spec}
      table={{
        caption: 'Storage by years kept',
        head: ['Years', 'As the guide counts', 'On the label'],
        rows: growth.map(({ years, display, labelDisplay, planned }) => [
          planned ? `${grouped(years)} (planned)` : grouped(years),
          display,
          labelDisplay,
        ]),
      }}
    />
  );
}
