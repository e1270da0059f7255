// What is wrong with a distribution beyond its form: parameters that do not fit together, a mean that no time has.
import type { Problem } from '../core/problem.ts';
import type { DistributionSpec } from './distribution-spec.ts';
import { toDistribution } from './to-distribution.ts';

/** @param least what the mean must be above, or 'zero' where 0 is fine. */
export function distributionProblems(
  path: string,
  spec: DistributionSpec | undefined,
  least: 'zero' | 'above zero' = 'zero',
): Problem[] {
  if (spec === undefined) return [];
  try {
    const { mean } = toDistribution(spec);
    const hint = 'Change the parameters.';
    if (!Number.isFinite(mean)) return [{ path, got: 'a mean beyond all numbers', wanted: 'a finite mean', hint }];
    if (least === 'above zero' && !(mean > 0))
      return [
        { path, got: 'a mean of 0', wanted: 'a mean above 0', hint: 'Else it would happen without end at once.' },
      ];
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ path, got: 'parameters that do not fit together', wanted: error.message, hint: 'Change them.' }];
  }
}

/** Values that a distribution of single values can take; null for one that is spread over all numbers of a range. */
function valuesOf(spec: DistributionSpec): readonly number[] | null {
  if (typeof spec === 'number') return [spec];
  if (spec.type === 'deterministic') return [spec.value];
  if (spec.type === 'empirical') return spec.values;
  if (spec.type !== 'mixture') return null;
  const parts = spec.parts.map(({ of }) => valuesOf(of));
  return parts.every((values) => values !== null) ? parts.flat() : null;
}

/** Sizes of batches are whole numbers, at least 1 and few enough to come at once. */
export function batchSizeProblems(path: string, spec: DistributionSpec | undefined): Problem[] {
  if (spec === undefined) return [];
  const values = valuesOf(spec);
  const fits = values?.every((value) => Number.isInteger(value) && value >= 1 && value <= 1e6);
  if (fits) return distributionProblems(path, spec);
  const got =
    values === null
      ? 'sizes that are no whole numbers'
      : `sizes such as ${values.find((v) => !(v >= 1 && v <= 1e6 && Number.isInteger(v)))}`;
  const hint = 'Write a number, or {type: empirical, values: [1, 2, 5], weights: [6, 3, 1]}.';
  return [{ path, got, wanted: 'whole numbers from 1 to 1000000', hint }];
}
