// M/M/1, first come first served: what one server adds to M/M/c, which is how far single customers are from the mean.
import type { Load } from '../answer.ts';
import { type MmcAnswer, mmc } from './mmc.ts';

export interface Mm1Answer extends MmcAnswer {
  readonly waitingVarianceSeconds2: number;
  readonly responseVarianceSeconds2: number;
  readonly numberVariance: number;
}

/**
 * M/M/1: response exponential with rate μ − λ, number geometric (Kleinrock, Queueing Systems, vol. 1, 1975, section 3.2).
 * Variances are `Infinity` where the station is not stable.
 * @throws InputError as `mmc` does.
 */
export function mm1(load: Omit<Load, 'servers'>): Mm1Answer {
  const answer = mmc({ ...load, servers: 1 });
  const { stable, utilisation, meanResponseSeconds } = answer;
  const spread = (variance: number): number => (stable ? variance : Number.POSITIVE_INFINITY);
  return {
    ...answer,
    method: 'M/M/1',
    waitingVarianceSeconds2: spread(utilisation * (2 - utilisation) * meanResponseSeconds ** 2),
    responseVarianceSeconds2: spread(meanResponseSeconds ** 2),
    numberVariance: spread(utilisation / (1 - utilisation) ** 2),
  };
}
