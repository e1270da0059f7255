// The difference of two configurations that met the same customers.
import { type PairedEstimate, pairedEstimate } from './paired-estimate.ts';

/**
 * Interval of E[first] − E[second] from pairs of replications under common random numbers, and what these gained.
 * @param first, second by replication, the same number of each. @throws RangeError for lists of different lengths or without values.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), sections 10.2.1 (paired t) and 11.2.
 */
export const pairedDifferenceInterval = (
  first: readonly number[],
  second: readonly number[],
  level: number,
): PairedEstimate => pairedEstimate(first, second, -1, 1, level);
