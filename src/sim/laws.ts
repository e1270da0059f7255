// Laws between counts of a run. They hold exactly over any window; only the rounding of doubles is forgiven.

export type Law = 'littlesLaw' | 'flowBalance' | 'utilisationLaw';

/** Relative difference that adding up doubles may leave. */
const ROUNDING = 1e-9;

/** @param scale size of the numbers that were added up, where it is larger than their sum. */
export const differs = (a: number, b: number, scale: number): boolean =>
  Math.abs(a - b) > ROUNDING * Math.max(1, Math.abs(a), Math.abs(scale));
