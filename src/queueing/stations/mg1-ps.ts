// M/G/1 under processor sharing: one server shared equally by all that are present.
import type { Load, StationAnswer } from '../answer.ts';
import { mgcPs } from './mgc-ps.ts';

export interface Mg1PsAnswer extends StationAnswer {
  /** Mean response per second of service, the same for short and long: a customer of x seconds takes x times this. */
  readonly slowdown: number;
  /** Only if service is exponential: the mean is insensitive, the variance is not. */
  readonly responseVarianceIfExponentialSeconds2: number;
}

/**
 * E[T | x] = x/(1 − ρ), whatever the service distribution (Kleinrock, Queueing Systems, vol. 2, 1976, section 4.4); variance
 * (2 + ρ) / ((2 − ρ)μ²(1 − ρ)²) for exponential service (Coffman, Muntz and Trotter, Journal of the ACM 17, 1970).
 * @throws InputError on a negative rate or a service time that is not above 0.
 */
export function mg1Ps(load: Omit<Load, 'servers'>): Mg1PsAnswer {
  const answer = mgcPs({ ...load, servers: 1 });
  const rho = answer.utilisation;
  const slowdown = answer.stable ? 1 / (1 - rho) : Number.POSITIVE_INFINITY;
  return {
    ...answer,
    method: 'M/G/1 PS (insensitive)',
    slowdown,
    responseVarianceIfExponentialSeconds2: answer.stable
      ? ((2 + rho) / (2 - rho)) * (load.serviceSeconds * slowdown) ** 2
      : Number.POSITIVE_INFINITY,
  };
}
