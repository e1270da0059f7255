// How long a simulation of M/M/1 must run for a given confidence interval: the variance of its averages.
import type { Load } from '../answer.ts';
import { ABOVE_ZERO, insist } from '../guard.ts';

export interface AsymptoticVariances {
  /** lim T·Var(time average of the number over T seconds): half width ≈ z·√(this / T). `Infinity` without stability. */
  readonly numberVarianceSeconds: number;
  /** lim n·Var(mean wait of n successive customers): half width ≈ z·√(this / n). */
  readonly waitingVarianceSeconds2: number;
}

/**
 * 2ρ(1+ρ) / ((1−ρ)⁴μ) and ρ(2+5ρ−4ρ²+ρ³) / ((1−ρ)⁴μ²) (Whitt, Planning queueing simulations, Management Science 35, 1989;
 * Daley, Journal of the Australian Mathematical Society 8, 1968).
 * @throws InputError on figures that are not above 0.
 */
export function mm1AsymptoticVariances(load: Omit<Load, 'servers'>): AsymptoticVariances {
  insist('mm1', load, { arrivalRatePerSecond: ABOVE_ZERO, serviceSeconds: ABOVE_ZERO });
  const { serviceSeconds } = load;
  const rho = load.arrivalRatePerSecond * serviceSeconds;
  const idle = Math.max(0, 1 - rho) ** 4;
  return {
    numberVarianceSeconds: (2 * rho * (1 + rho) * serviceSeconds) / idle,
    waitingVarianceSeconds2: (rho * (2 + rho * (5 + rho * (rho - 4))) * serviceSeconds ** 2) / idle,
  };
}
