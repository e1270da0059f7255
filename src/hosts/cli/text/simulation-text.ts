// A simulation's answer as text for the terminal.
import { estimateText, figureText } from '../../../run/estimate-text.ts';
import type { SimulationResult } from '../../../run/result.ts';
import { guideBytes } from '../../../sizing/format-bytes.ts';
import { tableLines } from './table.ts';

function fateRows({ fates }: SimulationResult): string[][] {
  const kinds = Object.entries(fates);
  const names = Object.keys(kinds[0]?.[1] ?? {});
  return [
    ['mails a day', ...names],
    ...kinds.map(([kind, counts]) => [
      kind,
      ...Object.values(counts).map(({ mean }) => mean.toFixed(mean > 0 && mean < 10 ? 1 : 0)),
    ]),
  ];
}

function boundsText({ bounds }: SimulationResult): string {
  const { bottleneck, capacityPerSecond, saturationPerSecond, threshold } = bounds;
  if (bottleneck === null || capacityPerSecond === null || saturationPerSecond === null) return 'no bound.';
  const atMost = `${capacityPerSecond.toFixed(1)} wanted mails/s at ${figureText(threshold, 'ratio')}`;
  return `${bottleneck} carries at most ${atMost}, ${saturationPerSecond.toFixed(1)} at saturation.`;
}

export function simulationText(result: SimulationResult): string {
  const { memory, replications, confidence, simulatedSeconds } = result;
  const days = simulatedSeconds / 86_400;
  const intervals = replications > 1 ? `${confidence * 100} % intervals` : 'no intervals from one replication';
  const refusals = Object.entries(result.refusals).map(([reason, count]) => [
    `  ${reason}`,
    estimateText(count, 'count'),
  ]);
  return [
    `${result.scenario}: ${replications} × ${days} day${days === 1 ? '' : 's'}, seed ${result.seed}, ${intervals}`,
    '',
    result.bottleneck.sentence,
    '',
    ...tableLines(result.metrics.map((metric) => [`  ${metric.title}`, estimateText(metric, metric.unit)])),
    '',
    ...tableLines(
      fateRows(result).map(([head = '', ...cells]) => [`  ${head}`, ...cells]),
      [1, 2, 3, 4, 5, 6, 7],
    ),
    '',
    'Kept back, a day, every attempt counted:',
    ...tableLines(refusals),
    '',
    `Without simulation, by the utilisation law: ${boundsText(result)}`,
    `Memory: ${guideBytes(memory.residentBytes)} resident, ${guideBytes(memory.pageCacheBytes)} page cache; reads answered by the page cache ` +
      `${figureText(memory.pageCacheHitRatio, 'ratio')}, by the SSD cache ${figureText(memory.ssdCacheHitRatio, 'ratio')}.`,
    "Little's law, flow balance and the utilisation law held in every replication.",
    `Not modelled yet: ${result.notModelled.join('; ')}.`,
  ].join('\n');
}
