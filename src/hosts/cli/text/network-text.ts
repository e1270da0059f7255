// A simulated network as text for the terminal: every number with its interval, theory beside it.
import type { WarmUp } from '../../../network/find-warm-up.ts';
import {
  type Answer,
  CLASS_METRICS,
  type ClassMetric,
  type NetworkResult,
  STATION_METRICS,
  type StationMetric,
  type StationResult,
} from '../../../network/network-result.ts';
import { type MeasureUnit, measureText } from './measure-text.ts';
import { sparkline } from './sparkline.ts';
import { tableLines } from './table.ts';

const WORDS: Readonly<Record<StationMetric | ClassMetric, readonly [string, MeasureUnit]>> = {
  arrivalRatePerSecond: ['arrival rate', 'perSecond'],
  throughputPerSecond: ['throughput', 'perSecond'],
  utilisation: ['utilisation', 'ratio'],
  meanNumber: ['mean number', 'count'],
  meanQueueLength: ['mean queue length', 'count'],
  meanWaitingSeconds: ['waiting time', 'seconds'],
  meanResponseSeconds: ['response time', 'seconds'],
  medianResponseSeconds: ['response, median', 'seconds'],
  p95ResponseSeconds: ['response, 95 %', 'seconds'],
  p99ResponseSeconds: ['response, 99 %', 'seconds'],
  blockingProbability: ['turned away', 'ratio'],
  renegingProbability: ['gave up', 'ratio'],
  lossProbability: ['lost', 'ratio'],
};

/** Said only where it happens, or theory says that it does. */
const ONLY_IF_ANY: readonly string[] = ['blockingProbability', 'renegingProbability', 'lossProbability'];
/** At a delay there is nothing to wait for, unless the next station blocks. */
const NOT_AT_DELAYS: readonly string[] = ['meanQueueLength', 'meanWaitingSeconds'];

type Metrics<M extends string> = Readonly<Record<M, Answer | null>>;

function metricRows<M extends StationMetric | ClassMetric>(
  names: readonly M[],
  metrics: Metrics<M>,
  onlyIfAny = ONLY_IF_ANY,
): string[][] {
  return names.flatMap((name) => {
    const answer = metrics[name];
    if (answer === null || (onlyIfAny.includes(name) && answer.mean === 0 && !answer.theory?.value)) return [];
    const [word, unit] = WORDS[name];
    const { simulated, like } = measureText(answer, unit);
    const { theory } = answer;
    return [
      [
        `    ${word}`,
        simulated,
        theory ? `${theory.exact ? '=' : '≈'} ${like(theory.value)}` : '',
        theory?.method ?? '',
      ],
    ];
  });
}

/** Nobody of this class comes here. */
const isIdle = ({ meanNumber, arrivalRatePerSecond }: Metrics<StationMetric>): boolean =>
  !meanNumber?.mean && !arrivalRatePerSecond?.mean;

function titleOf({ name, type, servers }: StationResult): string {
  if (servers === null) return `${name} (${type})`;
  const what = type === 'pool' ? 'token' : 'server';
  return `${name} (${type}, ${Number(servers.toPrecision(4))} ${what}${servers === 1 ? '' : 's'})`;
}

function stationRows(station: StationResult): string[][] {
  const coming = station.classes.filter(({ metrics }) => !isIdle(metrics));
  const onlyIfAny = station.type === 'delay' ? [...ONLY_IF_ANY, ...NOT_AT_DELAYS] : ONLY_IF_ANY;
  const all: string[][] = [];
  if (coming.length > 1) {
    const { utilisation, meanNumber } = station;
    all.push(
      ['  all classes'],
      ...metricRows(['utilisation', 'meanNumber'], { utilisation, meanNumber } as Metrics<StationMetric>),
    );
  }
  return [
    [titleOf(station)],
    ...(coming.length === 0 ? [['  nobody comes here']] : all),
    ...coming.flatMap((cls) => [[`  ${cls.class}`], ...metricRows(STATION_METRICS, cls.metrics, onlyIfAny)]),
  ];
}

const seconds = (value: number): string => `${Number(value.toPrecision(4))} s`;

/** What was left out at the start, with the course of the pilots: `│` ends the warm-up. */
export function warmUpLines({ seconds: left, method, reliable, why, plot }: WarmUp): string[] {
  if (plot === null) return [`Warm-up: ${seconds(left)}, as given.`];
  const end = plot.seconds.at(-1) ?? 0;
  const before = plot.seconds.filter((at) => at <= left).length;
  const width = 60;
  const cut = Math.round((width * before) / plot.seconds.length);
  const line = sparkline(plot.meanNumber, width);
  return [
    `Warm-up: ${seconds(left)} by ${method}, from the number of customers at ${plot.station}, which takes longest:`,
    `  ${line.slice(0, cut)}│${line.slice(cut)}  0 to ${seconds(end)}`,
    ...(reliable ? [] : [`  Not reliable: ${why}. Give a warm-up or a longer run.`]),
  ];
}

function growingLines(stations: readonly StationResult[]): string[] {
  const names = stations.filter(({ grows }) => grows).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `The queue of ${names.join(', ')} grew all through the run: its numbers depend on how long that was. Give it servers or room, or send it less.`,
  ];
}

const STOPPED = {
  'as asked': 'as asked',
  precise: 'precise enough',
  'most reached': 'not as precise as wanted',
} as const;

export function networkText(result: NetworkResult): string {
  const { replications, lengthSeconds, seed, confidence, stopped, stations, pools } = result;
  const intervals =
    replications > 1 ? `${Number((confidence * 100).toPrecision(6))} % intervals` : 'no intervals from one replication';
  const rows = [
    ['', 'simulated', 'theory', ''],
    ...[...stations, ...pools].flatMap(stationRows),
    ...result.classes.flatMap(({ name, metrics }) => [
      [`class ${name}, on its whole way`],
      ...metricRows(CLASS_METRICS, metrics),
    ]),
  ];
  return [
    `${result.network}: ${replications} × ${seconds(lengthSeconds)} (${STOPPED[stopped]}), seed ${seed}, ${intervals}`,
    ...warmUpLines(result.warmUp),
    ...growingLines([...stations, ...pools]),
    '',
    ...tableLines(rows),
    '',
    '= exact, ≈ an approximation.',
    "Little's law, flow balance and the utilisation law held in every replication.",
  ].join('\n');
}
