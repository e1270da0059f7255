// The mean over antithetic pairs of replications.
import { type PairedEstimate, pairedEstimate } from './paired-estimate.ts';

/**
 * Interval of the mean from the means of pairs, one replication drawn from a stream and one from its mirror image. The pairs are
 * independent, the two of a pair are not: an interval over all single values would be wrong.
 * @param first, second by pair. @throws RangeError for lists of different lengths or without values.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 11.3.
 */
export const antitheticInterval = (
  first: readonly number[],
  second: readonly number[],
  level: number,
): PairedEstimate => pairedEstimate(first, second, 1, 0.5, level);
