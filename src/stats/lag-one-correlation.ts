// How much a value resembles the one before it.

/**
 * The sample autocorrelation at lag 1, between −1 and 1; 0 for a series that does not vary.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 4.4.
 */
export function lagOneCorrelation(series: readonly number[]): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < series.length; i += 1) {
    const here = series[i]! - mean;
    squares += here * here;
    if (i > 0) products += here * (series[i - 1]! - mean);
  }
  return squares > 0 ? products / squares : 0;
}
