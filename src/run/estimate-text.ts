// Numbers of a result in words, the same in the terminal and on the page. Knows no locale: `toFixed` is the same everywhere.
import { guideBytes } from '../sizing/format-bytes.ts';
import type { Estimate, Metric } from './result.ts';

const seconds = (value: number): string => {
  if (value === 0) return '0 s';
  if (value < 1) return `${(value * 1000).toFixed(value < 0.01 ? 2 : 0)} ms`;
  return value < 120 ? `${value.toFixed(1)} s` : `${(value / 60).toFixed(1)} min`;
};

const WORDS: Readonly<Record<Metric['unit'], (value: number) => string>> = {
  seconds,
  perSecond: (value) => `${value.toFixed(3)}/s`,
  ratio: (value) => `${(value * 100).toFixed(1)} %`,
  count: (value) => value.toFixed(1),
  bytes: guideBytes,
};

/** One number with its unit, e.g. `407 ms`. */
export const figureText = (value: number, unit: Metric['unit']): string => WORDS[unit](value);

/** `mean ± half width`, or the mean alone where one replication gives no interval. */
export const estimateText = ({ mean, halfWidth }: Estimate, unit: Metric['unit']): string =>
  halfWidth === null ? figureText(mean, unit) : `${figureText(mean, unit)} ± ${figureText(halfWidth, unit)}`;
