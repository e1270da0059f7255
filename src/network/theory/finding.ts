// What a formula says of one station, and how that becomes the numbers of a result, by Little's law and the utilisation law.
import type { Reached } from '../../queueing/answer.ts';
import type { Quantiles } from '../../queueing/quantiles.ts';
import type { StationMetric } from '../network-result.ts';
import { isServing, ownServers } from '../station-kinds.ts';
import type { ClassLoad, StationLoad } from './station-load.ts';
import type { Theory } from './theory.ts';

/** Of one workload class at a station, in the meaning of `summariseNetwork`. */
export interface ClassMeans {
  /** Of those who are served; null where the formula does not say. */
  readonly waitingSeconds: number | null;
  /** Of those who are served. */
  readonly responseSeconds: number;
  /** Left out where everybody is served. */
  readonly throughputPerSecond?: number;
  readonly blockingProbability?: number;
  readonly renegingProbability?: number;
  /** Left out where it is throughput × response: where nobody gives up. */
  readonly meanNumber?: number;
}

export interface Finding extends Reached {
  /** In the order of the load's classes. */
  readonly classes: readonly ClassMeans[];
  /** Of a single visit of any class, where it is known. */
  readonly responseQuantilesSeconds?: Quantiles;
}

export interface StationTheory {
  /** Of all classes together. */
  readonly utilisation?: Theory;
  readonly meanNumber?: Theory;
  readonly classes: readonly Partial<Record<StationMetric, Theory>>[];
}

const ROUNDING = 1e-12;

type Metrics = Partial<Record<StationMetric, Theory>>;

const sumOf = (parts: readonly (Theory | undefined)[]): Theory | undefined => {
  if (parts.length === 0 || !parts.every((part) => part !== undefined)) return undefined;
  return { ...parts[0]!, value: parts.reduce((sum, { value }) => sum + value, 0) };
};

function classMetrics(
  load: StationLoad,
  own: ClassLoad,
  finding: Finding | null,
  means: ClassMeans | undefined,
): Metrics {
  const { station } = load;
  const offered = own.ratePerSecond;
  const rate = (value: number): Theory => ({ value, exact: true, method: 'traffic equations' });
  if (finding === null || means === undefined) {
    const room = isServing(station) && station.room !== undefined;
    // Who comes again after a while is counted again.
    if (room && station.whenFull === 'defer') return {};
    const carried: Metrics = { arrivalRatePerSecond: rate(offered) };
    if (!load.stable || room || own.patience !== undefined) return carried;
    return { ...carried, throughputPerSecond: rate(offered), ...utilisation(load, own, offered, null) };
  }
  const { exact, method } = finding;
  const say = (value: number): Theory => ({ value, exact, method });
  const { throughputPerSecond = offered, waitingSeconds, responseSeconds } = means;
  const { meanNumber = throughputPerSecond * responseSeconds, blockingProbability, renegingProbability } = means;
  const loses = means.throughputPerSecond !== undefined;
  return {
    arrivalRatePerSecond: rate(offered),
    throughputPerSecond: loses ? say(throughputPerSecond) : rate(throughputPerSecond),
    ...utilisation(load, own, throughputPerSecond, loses ? finding : null),
    meanNumber: say(meanNumber),
    meanQueueLength: say(beyond(meanNumber, throughputPerSecond * own.service.meanSeconds)),
    ...(waitingSeconds === null ? {} : { meanWaitingSeconds: say(waitingSeconds) }),
    meanResponseSeconds: say(responseSeconds),
    ...(blockingProbability === undefined ? {} : { blockingProbability: say(blockingProbability) }),
    ...(renegingProbability === undefined ? {} : { renegingProbability: say(renegingProbability) }),
  };
}

/** The number that is not being served; where that is nobody, rounding is not told as somebody. */
function beyond(number: number, served: number): number {
  const waiting = number - served;
  return Math.abs(waiting) > ROUNDING * number ? waiting : 0;
}

/** Busy servers over servers; a delay has none. @param how where the throughput comes from, null for the traffic equations. */
function utilisation({ station }: StationLoad, own: ClassLoad, throughput: number, how: Reached | null): Metrics {
  if (!isServing(station)) return {};
  const { exact, method } = how ?? { exact: true, method: 'utilisation law' };
  return { utilisation: { value: (throughput * own.service.meanSeconds) / ownServers(station), exact, method } };
}

/** @param count of workload classes, those included that do not come. @param finding null where only rates are known. */
export function stationTheory(load: StationLoad, finding: Finding | null, count: number): StationTheory {
  const classes = Array.from({ length: count }, (): Metrics => ({}));
  for (const [index, own] of load.classes.entries())
    classes[own.cls] = classMetrics(load, own, finding, finding?.classes[index]);
  const all = (metric: 'utilisation' | 'meanNumber') => sumOf(load.classes.map(({ cls }) => classes[cls]![metric]));
  const busy = all('utilisation');
  const number = all('meanNumber');
  return { ...(busy ? { utilisation: busy } : {}), ...(number ? { meanNumber: number } : {}), classes };
}
