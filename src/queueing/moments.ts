// The first moments of a time, which is all that many formulas ask of a distribution. Draws nothing.
import type { Problem } from '../core/problem.ts';
import { ABOVE_ZERO, fault, faultsOf, refuse, SHARE } from './guard.ts';

/** Moments of a service time, a vacation, a repair. */
export interface Moments {
  readonly meanSeconds: number;
  readonly meanSquareSeconds2: number;
  /** Left out where it is unknown; only second moments of a wait ask for it. */
  readonly meanCubeSeconds3?: number;
}

/** A branch of a hyperexponential time: with this chance, exponential with this mean. */
export interface Branch {
  readonly probability: number;
  readonly meanSeconds: number;
}

/** Moments that fit together may miss each other by rounding. */
const ROUNDING = 1e-12;

/** @throws InputError unless the chances of the branches sum to 1 and each mean is above 0. */
export function insistOnBranches(branches: readonly Branch[]): void {
  const total = branches.reduce((sum, { probability }) => sum + probability, 0);
  refuse([
    ...branches.flatMap((branch, index) =>
      faultsOf(`branches.${index}`, branch, { probability: SHARE, meanSeconds: ABOVE_ZERO }),
    ),
    ...(Math.abs(total - 1) <= ROUNDING ? [] : [fault('branches', total, 'chances that sum to 1')]),
  ]);
}

/** Exponential: mⁿ·n!. */
export const exponentialMoments = (meanSeconds: number): Moments => erlangMoments(1, meanSeconds);

/** Always the same time. */
export const deterministicMoments = (meanSeconds: number): Moments => ({
  meanSeconds,
  meanSquareSeconds2: meanSeconds ** 2,
  meanCubeSeconds3: meanSeconds ** 3,
});

/** The sum of `phases` equal exponential times, with this mean in all (Kleinrock, Queueing Systems, vol. 1, 1975, section 4.2). */
export const erlangMoments = (phases: number, meanSeconds: number): Moments => ({
  meanSeconds,
  meanSquareSeconds2: meanSeconds ** 2 * (1 + 1 / phases),
  meanCubeSeconds3: meanSeconds ** 3 * (1 + 1 / phases) * (1 + 2 / phases),
});

/** A choice among exponential times (Kleinrock, vol. 1, section 4.3). @throws InputError as `insistOnBranches` does. */
export const hyperexponentialMoments = (branches: readonly Branch[]): Moments => {
  insistOnBranches(branches);
  const moment = (order: number, factorial: number): number =>
    branches.reduce((sum, { probability, meanSeconds }) => sum + probability * factorial * meanSeconds ** order, 0);
  return { meanSeconds: moment(1, 1), meanSquareSeconds2: moment(2, 2), meanCubeSeconds3: moment(3, 6) };
};

/** Lognormal by mean and squared coefficient of variation: E[Sⁿ] = mⁿ (1 + c²)^(n(n−1)/2) (Johnson and Kotz, 1970, ch. 14). */
export const lognormalMoments = (meanSeconds: number, squaredVariation: number): Moments => ({
  meanSeconds,
  meanSquareSeconds2: meanSeconds ** 2 * (1 + squaredVariation),
  meanCubeSeconds3: meanSeconds ** 3 * (1 + squaredVariation) ** 3,
});

/** Of whatever time has this mean and this squared coefficient of variation: variance over mean². */
export const twoMoments = (meanSeconds: number, squaredVariation: number): Moments => ({
  meanSeconds,
  meanSquareSeconds2: meanSeconds ** 2 * (1 + squaredVariation),
});

export const varianceSeconds2 = ({ meanSeconds, meanSquareSeconds2 }: Moments): number =>
  Math.max(0, meanSquareSeconds2 - meanSeconds ** 2);

/** Squared coefficient of variation: 0 for a constant, 1 for an exponential time. */
export const squaredVariationOf = (moments: Moments): number => varianceSeconds2(moments) / moments.meanSeconds ** 2;

/** What is wrong with moments: a mean that is no time, or moments that no time can have together. */
export function momentFaults(path: string, moments: Moments): Problem[] {
  const faults = faultsOf(path, moments, { meanSeconds: ABOVE_ZERO, meanSquareSeconds2: ABOVE_ZERO });
  if (faults.length > 0) return faults;
  const { meanSeconds: mean, meanSquareSeconds2: square, meanCubeSeconds3: cube } = moments;
  const least = (key: string, got: number, bound: number): Problem[] =>
    got >= bound * (1 - ROUNDING) && got < Number.POSITIVE_INFINITY
      ? []
      : [fault(`${path}.${key}`, got, `${bound} or more, given the moments below it`)];
  // By Cauchy and Schwarz: E[S]² ≤ E[S²], E[S²]² ≤ E[S] E[S³].
  return [
    ...least('meanSquareSeconds2', square, mean ** 2),
    ...(cube === undefined ? [] : least('meanCubeSeconds3', cube, square ** 2 / mean)),
  ];
}
