// M/G/1, first come first served: Poisson arrivals, any service distribution (Pollaczek and Khinchine).
import { answerOf, type StationAnswer } from '../answer.ts';
import { insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import { type Moments, momentFaults, varianceSeconds2 } from '../moments.ts';

/** Poisson arrivals at one server. */
export interface SingleServer {
  readonly arrivalRatePerSecond: number;
  readonly service: Moments;
}

export interface Mg1Answer extends StationAnswer {
  /** Null where the third moment of service is not given. */
  readonly waitingVarianceSeconds2: number | null;
  readonly responseVarianceSeconds2: number | null;
  /** A busy period runs from an arrival at an empty station until it is empty again; of its order of service independent. */
  readonly meanBusyPeriodSeconds: number;
  readonly busyPeriodVarianceSeconds2: number;
}

/** @throws InputError on a negative rate or impossible moments. */
export function insistOnSingleServer(path: string, { arrivalRatePerSecond, service }: SingleServer): void {
  insist(path, { arrivalRatePerSecond }, { arrivalRatePerSecond: NOT_NEGATIVE });
  refuse(momentFaults(`${path}.service`, service));
}

/** Mean wait, seconds: λE[S²] / (2(1 − ρ)) (Kleinrock, see `mg1`), bare, for the formulas built on it. `Infinity` past saturation. */
export function mg1WaitingSeconds({ arrivalRatePerSecond, service }: SingleServer): number {
  const idle = 1 - arrivalRatePerSecond * service.meanSeconds;
  return idle > 0 ? (arrivalRatePerSecond * service.meanSquareSeconds2) / (2 * idle) : Number.POSITIVE_INFINITY;
}

/**
 * Mean wait by Pollaczek and Khinchine, its second moment 2W² + λE[S³] / (3(1−ρ)), busy period of mean E[S]/(1−ρ) and variance
 * E[S²]/(1−ρ)³ − E[S]²/(1−ρ)² (Kleinrock, Queueing Systems, vol. 1, 1975, sections 5.6 to 5.8). Variances, too, are `Infinity`
 * where the station is not stable.
 * @throws InputError on a negative rate or impossible moments.
 */
export function mg1(station: SingleServer): Mg1Answer {
  insistOnSingleServer('mg1', station);
  const { arrivalRatePerSecond, service } = station;
  const { meanSeconds, meanSquareSeconds2, meanCubeSeconds3 } = service;
  const waiting = mg1WaitingSeconds(station);
  const load = { arrivalRatePerSecond, serviceSeconds: meanSeconds, servers: 1 };
  const answer = answerOf({ exact: true, method: 'M/G/1 (Pollaczek–Khinchine)' }, load, waiting);
  const idle = Math.max(0, 1 - answer.utilisation);
  const spread = (variance: number): number => (answer.stable ? variance : Number.POSITIVE_INFINITY);
  const waitingVariance =
    meanCubeSeconds3 === undefined
      ? null
      : spread(waiting ** 2 + (arrivalRatePerSecond * meanCubeSeconds3) / (3 * idle));
  return {
    ...answer,
    waitingVarianceSeconds2: waitingVariance,
    responseVarianceSeconds2: waitingVariance === null ? null : waitingVariance + varianceSeconds2(service),
    meanBusyPeriodSeconds: meanSeconds / idle,
    busyPeriodVarianceSeconds2: spread(meanSquareSeconds2 / idle ** 3 - (meanSeconds / idle) ** 2),
  };
}
