// One series from several: Welch's first step, and the way to find a warm-up that no single replication shows.

/**
 * The mean over replications at each place of the series.
 * @param replications series in order of time, at least one. @returns as long as the shortest of them.
 * @throws RangeError without a replication.
 * SOURCE: Welch, "The statistical analysis of simulation results", 1983; Law, Simulation Modeling and Analysis (5th edition),
 * section 9.5.1.
 */
export function averageOverReplications(replications: readonly (readonly number[])[]): number[] {
  if (replications.length === 0) throw new RangeError('an average over no replications');
  const length = Math.min(...replications.map((series) => series.length));
  return Array.from(
    { length },
    (_, i) => replications.reduce((sum, series) => sum + series[i]!, 0) / replications.length,
  );
}
