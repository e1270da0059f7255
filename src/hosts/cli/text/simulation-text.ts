// A simulation's answer as text for the terminal.
import type { Estimate, Metric, SimulationResult } from '../../../run/result.ts';
import { guideBytes } from '../../../sizing/format-bytes.ts';
import { tableLines } from './table.ts';

const seconds = (value: number): string => {
  if (value === 0) return '0 s';
  if (value < 1) return `${(value * 1000).toFixed(value < 0.01 ? 2 : 0)} ms`;
  return value < 120 ? `${value.toFixed(1)} s` : `${(value / 60).toFixed(1)} min`;
};

const WORDS: Readonly<Record<Metric['unit'], (value: number) => string>> = {
  seconds,
  perSecond: (value) => `${value.toFixed(3)}/s`,
  ratio: (value) => `${(value * 100).toFixed(1)} %`,
  count: (value) => value.toFixed(1),
  bytes: guideBytes,
};

/** `mean ± half width`, or the mean alone where one replication gives no interval. */
const estimateText = ({ mean, halfWidth }: Estimate, unit: Metric['unit']): string =>
  halfWidth === null ? WORDS[unit](mean) : `${WORDS[unit](mean)} ± ${WORDS[unit](halfWidth)}`;

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
  const atMost = `${capacityPerSecond.toFixed(1)} wanted mails/s at ${WORDS.ratio(threshold)}`;
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
      `${WORDS.ratio(memory.pageCacheHitRatio)}, by the SSD cache ${WORDS.ratio(memory.ssdCacheHitRatio)}.`,
    "Little's law, flow balance and the utilisation law held in every replication.",
    `Not modelled yet: ${result.notModelled.join('; ')}.`,
  ].join('\n');
}
