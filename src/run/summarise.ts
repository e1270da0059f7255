// From the records of replications to one answer with intervals. Every number is a mean over replications.
import { DAY_SECONDS, HOUR_SECONDS } from '../core/units.ts';
import { FATES } from '../model/fate.ts';
import type { DelaySummary, ReplicationRecord, StationRecord } from '../model/replication-record.ts';
import type { Scenario } from '../model/scenario.ts';
import { STATION_NAMES, STATION_TITLES, type StationName } from '../model/stations.ts';
import { MAIL_KINDS } from '../pipeline/sampling.ts';
import { meanInterval } from '../stats/interval.ts';
import { bottleneckOf } from './bottleneck.ts';
import type { Estimate, HourOfDay, Metric, SimulationResult, StationResult } from './result.ts';

type Records = readonly ReplicationRecord[];

/** What this version of the model leaves out. Shown with every result, so that nobody takes silence for zero. */
const NOT_MODELLED = [
  'sessions of readers: IMAP, POP3, web client',
  'mail that users send: submission and relay',
  'several recipients a mail',
  'memory spikes of antivirus updates, and swapping',
  'the dirty limit of a write-back cache, failed disks and caches',
  'the network link',
  'high availability',
  'full-text indexing, backup and other background loads',
];

const DELAYS = [
  ['meanSeconds', 'on average'],
  ['medianSeconds', 'half of them within'],
  ['p95Seconds', '95 % of them within'],
] as const;

/** Averages one number over the replications. Replications that have none (nothing was counted) are left out. */
function estimator(records: Records, confidence: number) {
  return (pick: (record: ReplicationRecord) => number | null): Estimate | null => {
    const values = records.map(pick).filter((value) => value !== null);
    if (values.length === 0) return null;
    const { mean, halfWidth } = meanInterval(values, confidence);
    return { mean, halfWidth };
  };
}

function delayMetrics(
  key: string,
  title: string,
  of: (record: ReplicationRecord) => DelaySummary,
  estimate: ReturnType<typeof estimator>,
): Metric[] {
  return DELAYS.flatMap(([part, words]) => {
    const value = estimate((record) => of(record)[part]);
    return value ? [{ key: `${key}.${part}`, title: `${title}, ${words}`, unit: 'seconds' as const, ...value }] : [];
  });
}

/**
 * Sums up replications of one scenario.
 * @param memory, bounds figures that are the same in every replication.
 * @throws Error when there is no record.
 */
export function summarise(
  scenario: Scenario,
  ceiling: number,
  memory: SimulationResult['memory'],
  bounds: SimulationResult['bounds'],
  records: Records,
): SimulationResult {
  const [first] = records;
  if (!first) throw new Error('no replication to sum up');
  const { confidence, seed } = scenario.run;
  const estimate = estimator(records, confidence);
  const sure = (pick: (record: ReplicationRecord) => number): Estimate =>
    estimate(pick) ?? { mean: 0, halfWidth: null };
  const perDay = DAY_SECONDS / first.countedSeconds;
  const busiestHour = (record: ReplicationRecord): number =>
    (Math.max(...record.deliveredByHour) * perDay) / HOUR_SECONDS;
  const delivered = (record: ReplicationRecord): number =>
    record.deliveredByHour.reduce((sum, count) => sum + count, 0);
  const stationOf = (name: StationName) => (pick: (station: StationRecord) => number) =>
    sure((record) => pick(record.stations[name]));
  const stations = STATION_NAMES.map((name): StationResult => {
    const of = stationOf(name);
    return {
      name,
      title: STATION_TITLES[name],
      servers: first.stations[name].servers,
      utilisation: of(({ utilisation }) => utilisation),
      busiestHourUtilisation: of(({ hourlyUtilisation }) => Math.max(...hourlyUtilisation)),
      throughputPerSecond: of(({ throughputPerSecond }) => throughputPerSecond),
      responseSeconds: of(({ meanResponseSeconds }) => meanResponseSeconds),
      waitingSeconds: of(({ meanWaitingSeconds }) => meanWaitingSeconds),
      numberInStation: of(({ meanNumber }) => meanNumber),
    };
  });
  const hours = Array.from(
    { length: 24 },
    (_, hour): HourOfDay => ({
      hour,
      offered: sure((record) => (record.offeredByHour[hour] ?? 0) * perDay),
      delivered: sure((record) => (record.deliveredByHour[hour] ?? 0) * perDay),
      utilisation: Object.fromEntries(
        STATION_NAMES.map((name) => [name, stationOf(name)(({ hourlyUtilisation }) => hourlyUtilisation[hour] ?? 0)]),
      ),
    }),
  );
  const metrics: Metric[] = [
    {
      key: 'mail.throughput.perSecond',
      title: 'Mails put into mailboxes, over the day',
      unit: 'perSecond',
      ...sure((record) => delivered(record) / record.countedSeconds),
    },
    {
      key: 'mail.throughput.busiestHour.perSecond',
      title: 'Mails put into mailboxes, in the busiest hour',
      unit: 'perSecond',
      ...sure((record) => busiestHour(record)),
    },
    ...delayMetrics('smtp.response', 'From connection to 250', ({ accept }) => accept, estimate),
    ...delayMetrics(
      'mail.delay.wanted',
      'Wanted mail, from first attempt to mailbox',
      ({ wantedDelay }) => wantedDelay,
      estimate,
    ),
    ...stations
      .filter(({ servers }) => servers > 0)
      .flatMap(({ name, title, utilisation, busiestHourUtilisation }): Metric[] => [
        { key: `${name}.utilisation`, title: `${title}: utilisation over the day`, unit: 'ratio', ...utilisation },
        {
          key: `${name}.utilisation.busiestHour`,
          title: `${title}: utilisation in the busiest hour`,
          unit: 'ratio',
          ...busiestHourUtilisation,
        },
      ]),
  ];
  const reasons = [...new Set(records.flatMap(({ refusals }) => Object.keys(refusals)))].sort();
  return {
    plimsoll: 1,
    kind: 'simulation',
    scenario: scenario.name,
    seed,
    replications: records.length,
    confidence,
    simulatedSeconds: first.countedSeconds,
    events: records.reduce((sum, { events }) => sum + events, 0),
    metrics,
    stations,
    hours,
    fates: Object.fromEntries(
      MAIL_KINDS.map((kind) => [
        kind,
        Object.fromEntries(FATES.map((fate) => [fate, sure(({ fates }) => fates[kind][fate] * perDay)])),
      ]),
    ) as SimulationResult['fates'],
    refusals: Object.fromEntries(
      reasons.map((reason) => [reason, sure(({ refusals }) => (refusals[reason] ?? 0) * perDay)]),
    ),
    memory,
    bounds,
    bottleneck: bottleneckOf(stations, ceiling),
    checks: { littlesLaw: 'held', flowBalance: 'held', utilisationLaw: 'held' },
    notModelled: NOT_MODELLED,
  };
}
