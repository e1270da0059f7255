// From records of replications to estimates with intervals, theory beside them.
import { antitheticInterval } from '../stats/antithetic-interval.ts';
import { type Interval, meanInterval, noInterval } from '../stats/interval.ts';
import { ratioInterval } from '../stats/ratio-interval.ts';
import type { WarmUp } from './find-warm-up.ts';
import {
  type Answer,
  CLASS_METRICS,
  type ClassMetric,
  type NetworkResult,
  STATION_METRICS,
  type StationMetric,
  type StationResult,
} from './network-result.ts';
import type { ClassRecord, NetworkRecord, VisitRecord } from './replicate-network.ts';
import type { Network } from './schema.ts';
import { isServing, ownServers } from './station-kinds.ts';
import type { StationTheory } from './theory/finding.ts';
import type { NetworkTheory } from './theory/network-theory.ts';
import type { Theory } from './theory/theory.ts';

/** A queue that ends with more new customers than this, and than this share of those who came, has grown. */
const GROWTH_CUSTOMERS = 100;
const GROWTH_SHARE = 0.02;

class Estimator {
  readonly #level: number;
  readonly #antithetic: boolean;

  constructor({ confidence, antithetic }: Network['run']) {
    this.#level = confidence;
    this.#antithetic = antithetic;
  }

  /** Of a mean over replications; null where a replication has none. */
  mean(values: readonly (number | null)[]): Interval | null {
    const known = values.filter((value): value is number => value !== null);
    if (known.length < values.length) {
      if (known.length === 0) return null;
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      return noInterval(mean, 'nothing was counted in some replications');
    }
    if (!this.#antithetic || known.length < 2) return meanInterval(known, this.#level);
    const pairs = Math.floor(known.length / 2);
    const of = (half: number): number[] => Array.from({ length: pairs }, (_, pair) => known[2 * pair + half]!);
    return antitheticInterval(of(0), of(1), this.#level).interval;
  }

  /** Of a share, from its parts over replications; null where there is nothing to share. */
  ratio(parts: readonly number[], wholes: readonly number[]): Interval | null {
    if (wholes.every((whole) => whole === 0)) return null;
    if (parts.every((part) => part === 0)) return noInterval(0, 'it never happened');
    if (!this.#antithetic) return ratioInterval(parts, wholes, this.#level);
    return this.mean(parts.map((part, index) => part / wholes[index]!));
  }
}

const beside = (interval: Interval | null, theory: Theory | null | undefined): Answer | null =>
  interval === null ? null : { ...interval, theory: theory ?? null };

function stationMetric(
  metric: StationMetric,
  records: readonly VisitRecord[],
  seconds: number,
  servers: number,
  estimator: Estimator,
): Interval | null {
  const offered = records.map(({ arrivals, refused }) => arrivals + refused);
  switch (metric) {
    case 'arrivalRatePerSecond':
      return estimator.mean(offered.map((count) => count / seconds));
    case 'throughputPerSecond':
      return estimator.mean(records.map(({ departures }) => departures / seconds));
    case 'utilisation':
      return Number.isFinite(servers) ? estimator.mean(records.map(({ meanBusy }) => meanBusy / servers)) : null;
    case 'blockingProbability':
      return estimator.ratio(
        records.map(({ refused }) => refused),
        offered,
      );
    case 'renegingProbability':
      return estimator.ratio(
        records.map(({ reneged }) => reneged),
        records.map(({ arrivals }) => arrivals),
      );
    default:
      return estimator.mean(records.map((record) => record[metric]));
  }
}

function classMetric(
  metric: ClassMetric,
  records: readonly ClassRecord[],
  seconds: number,
  estimator: Estimator,
): Interval | null {
  switch (metric) {
    case 'throughputPerSecond':
      return estimator.mean(records.map(({ departures }) => departures / seconds));
    case 'lossProbability':
      return estimator.ratio(
        records.map(({ lost }) => lost),
        records.map(({ arrivals }) => arrivals),
      );
    default:
      return estimator.mean(records.map((record) => record[metric]));
  }
}

/** @param warmUp as the records were made with. @param records in the order of their replications. */
export function summariseNetwork(
  network: Network,
  warmUp: WarmUp,
  records: readonly NetworkRecord[],
  stopped: NetworkResult['stopped'],
  theory: NetworkTheory,
): NetworkResult {
  const { seed, lengthSeconds: seconds, confidence } = network.run;
  const estimator = new Estimator(network.run);
  const total = (
    all: readonly VisitRecord[],
    key: 'meanNumber' | 'meanBusy' | 'arrivals' | 'departures' | 'reneged',
  ): number => all.reduce((sum, record) => sum + record[key], 0);

  const result = (
    name: string,
    type: string,
    servers: number | null,
    byReplication: readonly (readonly VisitRecord[])[],
    known?: StationTheory,
  ): StationResult => {
    const count = servers ?? Number.POSITIVE_INFINITY;
    const numbers = estimator.mean(byReplication.map((all) => total(all, 'meanNumber')))!;
    const busy = servers === null ? null : estimator.mean(byReplication.map((all) => total(all, 'meanBusy') / servers));
    const came = byReplication.reduce((sum, all) => sum + total(all, 'arrivals'), 0);
    const left = byReplication.reduce((sum, all) => sum + total(all, 'departures') + total(all, 'reneged'), 0);
    return {
      name,
      type,
      servers,
      utilisation: beside(busy, known?.utilisation),
      meanNumber: { ...numbers, theory: known?.meanNumber ?? null },
      classes: network.classes.map((cls, index) => {
        const visits = byReplication.map((all) => all[index]!);
        const metrics = STATION_METRICS.map((metric) => [
          metric,
          beside(stationMetric(metric, visits, seconds, count, estimator), known?.classes[index]?.[metric]),
        ]);
        return { class: cls.name, metrics: Object.fromEntries(metrics) as Record<StationMetric, Answer | null> };
      }),
      grows: came - left > Math.max(GROWTH_CUSTOMERS * records.length, GROWTH_SHARE * came),
    };
  };

  return {
    plimsoll: 1,
    kind: 'networkResult',
    network: network.name,
    seed,
    replications: records.length,
    lengthSeconds: seconds,
    confidence,
    stopped,
    events: records.reduce((sum, { events }) => sum + events, 0),
    warmUp,
    stations: network.stations.flatMap((spec, index) => {
      const visits = records.map(({ stations }) => stations[index]);
      const servers = isServing(spec) ? ownServers(spec) : null;
      return visits.every((all) => all !== null && all !== undefined)
        ? [
            result(
              spec.name,
              spec.type,
              servers,
              visits as readonly (readonly VisitRecord[])[],
              theory.stations.get(spec.name),
            ),
          ]
        : [];
    }),
    pools: network.pools.map(({ name, tokens }, index) =>
      result(
        name,
        'pool',
        tokens,
        records.map(({ pools }) => pools[index]!),
      ),
    ),
    classes: network.classes.map(({ name }, index) => {
      const own = records.map(({ classes }) => classes[index]!);
      const metrics = CLASS_METRICS.map((metric) => [
        metric,
        beside(classMetric(metric, own, seconds, estimator), theory.classes[index]?.[metric]),
      ]);
      return { name, metrics: Object.fromEntries(metrics) as Record<ClassMetric, Answer | null> };
    }),
    checks: { littlesLaw: 'held', flowBalance: 'held', utilisationLaw: 'held' },
  };
}
