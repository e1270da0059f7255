// Counted mails: few with a decimal, since they are means over days; many as whole numbers.
import type { Estimate } from '../../src/run/result.ts';
import { grouped } from './grouped.ts';

const count = (value: number): string => grouped(Number(value.toFixed(value > 0 && value < 10 ? 1 : 0)));

/** e.g. `8,295 ± 69`. */
export const countText = ({ mean, halfWidth }: Estimate): string =>
  halfWidth === null || halfWidth === 0 ? count(mean) : `${count(mean)} ± ${count(halfWidth)}`;
