// The distance between draws and a distribution function, for continuous and for discrete distributions.

/**
 * sup |share of draws ≤ x − cdf(x)|. At each value that occurs the two are compared at the value and just below it.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 6.6.2.
 */
export function kolmogorovSmirnovDistance(draws: readonly number[], cdf: (x: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  const count = sorted.length;
  let distance = 0;
  for (let start = 0; start < count; ) {
    const value = sorted[start]!;
    let end = start;
    while (end < count && sorted[end] === value) end += 1;
    const justBelow = value - 1e-12 * Math.max(Math.abs(value), 1e-300);
    distance = Math.max(distance, Math.abs(end / count - cdf(value)), Math.abs(start / count - cdf(justBelow)));
    start = end;
  }
  return distance;
}

/** The distance that n draws of a continuous distribution exceed once in a thousand times; for discrete ones it is larger than need be. */
export const criticalDistance = (count: number): number => 1.949 / (Math.sqrt(count) + 0.12 + 0.11 / Math.sqrt(count));
