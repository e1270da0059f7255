// What is offered to one station: who comes how often for how long, in numbers that formulas take.
import type { Moments } from '../../queueing/moments.ts';
import { capacity } from '../capacity.ts';
import type { DistributionSpec } from '../distribution-spec.ts';
import type { Network } from '../schema.ts';
import { isServing, type TimedSpec } from '../station-kinds.ts';
import { type Law, lawOf } from './law.ts';

export interface ClassLoad {
  /** Index of the workload class. */
  readonly cls: number;
  readonly ratePerSecond: number;
  readonly service: Law;
  readonly priority: number;
  readonly patience: DistributionSpec | undefined;
}

export interface StationLoad {
  readonly station: TimedSpec;
  /** Those that come at all. */
  readonly classes: readonly ClassLoad[];
  readonly ratePerSecond: number;
  /** Of a visit of any class. */
  readonly service: Moments;
  /** Offered work a second is below what the servers can do. */
  readonly stable: boolean;
}

/** @param rateOf visits a second of each class. @returns null where nobody comes. */
export function stationLoad(network: Network, station: TimedSpec, rateOf: (cls: number) => number): StationLoad | null {
  const classes = network.classes.flatMap(({ serviceSeconds, patienceSeconds, priority }, cls): ClassLoad[] => {
    const ratePerSecond = rateOf(cls);
    const service = serviceSeconds[station.name];
    if (!(ratePerSecond > 0) || service === undefined) return [];
    return [{ cls, ratePerSecond, service: lawOf(service), priority, patience: patienceSeconds[station.name] }];
  });
  if (classes.length === 0) return null;
  const { ratePerSecond, service } = merged(classes);
  const rest = service.meanSeconds > 0 ? service.meanSquareSeconds2 / (2 * service.meanSeconds) : 0;
  const stable = !isServing(station) || ratePerSecond * service.meanSeconds < capacity(station, rest);
  return { station, classes, ratePerSecond, service, stable };
}

/** Several classes as one: their rates together, and the moments of a service of any of them. */
export function merged(classes: readonly ClassLoad[]): { readonly ratePerSecond: number; readonly service: Moments } {
  const ratePerSecond = classes.reduce((sum, load) => sum + load.ratePerSecond, 0);
  const average = (of: (law: Law) => number): number =>
    classes.reduce((sum, load) => sum + (load.ratePerSecond / ratePerSecond) * of(load.service), 0);
  const service = {
    meanSeconds: average(({ meanSeconds }) => meanSeconds),
    meanSquareSeconds2: average(({ meanSquareSeconds2 }) => meanSquareSeconds2),
  };
  return { ratePerSecond, service };
}

/** All classes have the same priority number, so that the station serves them as one. */
export const isOneLevel = ({ classes }: StationLoad): boolean =>
  classes.every(({ priority }) => priority === classes[0]!.priority);
