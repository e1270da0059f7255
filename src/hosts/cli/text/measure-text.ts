// A number of a simulated network in words: with as many digits as its interval supports, and theory to the same digits beside it.
import type { Interval } from '../../../stats/interval.ts';

export type MeasureUnit = 'seconds' | 'perSecond' | 'ratio' | 'count';

/** A unit to print in, and how many of it make one of the measure's own. */
interface Scale {
  readonly factor: number;
  readonly suffix: string;
}

function scaleOf(unit: MeasureUnit, size: number): Scale {
  if (unit === 'ratio') return { factor: 100, suffix: ' %' };
  if (unit === 'perSecond') return { factor: 1, suffix: ' /s' };
  if (unit === 'count') return { factor: 1, suffix: '' };
  if (size >= 1 || size === 0) return { factor: 1, suffix: ' s' };
  return size >= 1e-3 ? { factor: 1e3, suffix: ' ms' } : { factor: 1e6, suffix: ' µs' };
}

const ROUNDING = 1e-12;

/** Decimals that show `digits` digits of a size. */
const decimalsFor = (size: number, digits: number): number =>
  size > 0 ? Math.min(9, Math.max(0, digits - 1 - Math.floor(Math.log10(size)))) : 0;

export interface MeasureText {
  /** `1.234 ± 0.012 s`, or the mean alone where there is no interval. */
  readonly simulated: string;
  /** Another value of the same measure to the same digits. */
  readonly like: (value: number) => string;
}

/** Two digits of the half width, or four of the mean where there is none. */
export function measureText({ mean, halfWidth }: Interval, unit: MeasureUnit): MeasureText {
  const { factor, suffix } = scaleOf(unit, Math.abs(mean));
  const size = Math.abs(mean) * factor;
  // What is always the same, e.g. a population, differs by rounding only.
  const spread = halfWidth === null || halfWidth * factor <= ROUNDING * size ? 0 : halfWidth * factor;
  const decimals = spread === 0 ? decimalsFor(size, 4) : decimalsFor(spread, 2);
  const figure = (value: number): string => (value * factor).toFixed(decimals);
  const interval = halfWidth === null ? '' : ` ± ${spread.toFixed(spread === 0 ? 0 : decimals)}`;
  return { simulated: `${figure(mean)}${interval}${suffix}`, like: (value) => `${figure(value)}${suffix}` };
}
