// G/G/1 and G/G/c, first come first served: approximations from two moments of the interarrival and the service time.
import { answerOf, type StationAnswer } from '../answer.ts';
import { COUNT, insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import { type Moments, momentFaults, squaredVariationOf, varianceSeconds2 } from '../moments.ts';
import { mmcWaitingSeconds } from './mmc.ts';

export interface GeneralStation {
  readonly arrivalRatePerSecond: number;
  /** Variance over squared mean of the times between arrivals: 1 is Poisson, 0 a metronome. */
  readonly arrivalSquaredVariation: number;
  readonly service: Moments;
  readonly servers: number;
}

export interface GgcAnswer extends StationAnswer {
  /** No wait is longer on average with these moments and one server (Kingman); null for several servers. */
  readonly meanWaitingBoundSeconds: number | null;
}

/**
 * Mean wait (ca² + cs²)/2 times that of M/M/c: Kingman (Proceedings of the Cambridge Philosophical Society 57, 1961) for one
 * server, where ρ/(1−ρ)·(ca²+cs²)/2·E[S] becomes exact as ρ → 1 and is exact with Poisson arrivals; Allen and Cunneen (Allen,
 * Probability, Statistics and Queueing Theory, 1978) for several. Kingman's bound (Biometrika 49, 1962) is λ(σa² + σs²)/(2(1 − ρ)).
 * @throws InputError on negative figures, impossible moments, or servers that are no whole number.
 */
export function ggc(station: GeneralStation): GgcAnswer {
  const { arrivalRatePerSecond, arrivalSquaredVariation, service, servers } = station;
  insist(
    'ggc',
    { arrivalRatePerSecond, arrivalSquaredVariation, servers },
    { arrivalRatePerSecond: NOT_NEGATIVE, arrivalSquaredVariation: NOT_NEGATIVE, servers: COUNT },
  );
  refuse(momentFaults('ggc.service', service));
  const load = { arrivalRatePerSecond, serviceSeconds: service.meanSeconds, servers };
  const variation = (arrivalSquaredVariation + squaredVariationOf(service)) / 2;
  const method = servers === 1 ? 'G/G/1 (Kingman)' : 'G/G/c (Allen–Cunneen)';
  const answer = answerOf({ exact: false, method }, load, variation * mmcWaitingSeconds(load));
  const betweenArrivals = arrivalSquaredVariation / arrivalRatePerSecond ** 2;
  const bound = (arrivalRatePerSecond * (betweenArrivals + varianceSeconds2(service))) / (2 * (1 - answer.utilisation));
  return {
    ...answer,
    meanWaitingBoundSeconds:
      servers > 1 ? null : answer.stable && arrivalRatePerSecond > 0 ? bound : Number.POSITIVE_INFINITY,
  };
}
