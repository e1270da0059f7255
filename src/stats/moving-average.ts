// A series without its quick ups and downs: Welch's plot, in which people see where the warm-up ends.
import { requireCount } from './guard.ts';

/**
 * Averages each value with up to `window` neighbours on either side; near the start with as many as there are on both.
 * @param window at least 0. @returns shorter than the series by `window`, empty when nothing is left.
 * @throws RangeError. SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 9.5.1 (Welch's procedure).
 */
export function movingAverage(series: readonly number[], window: number): number[] {
  requireCount('window', window, 0);
  const length = Math.max(0, series.length - window);
  const averages = new Array<number>(length);
  // Running sums of the windows: the first ones grow by two values a step, the others slide.
  let sum = 0;
  for (let i = 0; i < length; i += 1) {
    if (i <= window) sum += i === 0 ? series[0]! : series[2 * i - 1]! + series[2 * i]!;
    else sum += series[i + window]! - series[i - window - 1]!;
    averages[i] = sum / (2 * Math.min(i, window) + 1);
  }
  return averages;
}
