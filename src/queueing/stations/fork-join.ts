// Fork–join: a task goes to n equal M/M/1 queues at once and is done when the last part is, as a write that every node must
// acknowledge.
import type { Load, Reached } from '../answer.ts';
import { COUNT, insist } from '../guard.ts';
import { mm1 } from './mm1.ts';

export interface ForkJoinAnswer extends Reached {
  readonly stable: boolean;
  readonly utilisation: number;
  readonly throughputPerSecond: number;
  /** Until the last part is done. */
  readonly meanResponseSeconds: number;
  /** Of a single part. */
  readonly meanPartResponseSeconds: number;
  /** Tasks that are not done. */
  readonly meanNumber: number;
}

const harmonic = (count: number): number =>
  Array.from({ length: count }, (_, index) => 1 / (index + 1)).reduce((sum, share) => sum + share, 0);

/**
 * Two branches: (12 − ρ)/8 of the response of M/M/1, exact (Flatto and Hahn, SIAM Journal on Applied Mathematics 44, 1984). More:
 * that times Hₙ/H₂ + (4ρ/11)(1 − Hₙ/H₂), an approximation within 5 % up to 32 branches (Nelson and Tantawi, IEEE
 * Transactions on Computers 37, 1988).
 * @throws InputError on a negative rate, a service time that is not above 0, branches that are no whole number.
 */
export function forkJoin(task: Omit<Load, 'servers'> & { readonly branches: number }): ForkJoinAnswer {
  const { arrivalRatePerSecond, serviceSeconds, branches } = task;
  insist('forkJoin', { branches }, { branches: COUNT });
  const part = mm1({ arrivalRatePerSecond, serviceSeconds });
  const rho = part.utilisation;
  const scale = harmonic(branches) / harmonic(2);
  const longer = branches === 1 ? 1 : ((12 - rho) / 8) * (scale + ((4 * rho) / 11) * (1 - scale));
  const meanResponseSeconds = part.meanResponseSeconds * longer;
  return {
    exact: branches <= 2,
    method: branches > 2 ? 'fork–join (Nelson–Tantawi)' : 'fork–join (Flatto–Hahn)',
    stable: part.stable,
    utilisation: rho,
    throughputPerSecond: part.throughputPerSecond,
    meanResponseSeconds,
    meanPartResponseSeconds: part.meanResponseSeconds,
    meanNumber: part.throughputPerSecond * meanResponseSeconds,
  };
}
