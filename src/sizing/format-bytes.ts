// Bytes in words: as the guide counts (binary, said KB, GB, TB) and as on the label of a drive (decimal). Knows no locale.
import { notNegative } from './guard.ts';

const PREFIXES = ['', 'K', 'M', 'G', 'T', 'P'] as const;

/** Two decimals, or none when the number is whole. `toFixed` is the same in every locale. */
const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));

function inWords(bytes: number, base: number): string {
  let value = notNegative('bytes', bytes);
  let power = 0;
  // 0.005 below the base would be printed as the base itself: the next unit says it better.
  while (power < PREFIXES.length - 1 && value >= base - (power === 0 ? 0 : 0.005)) {
    value /= base;
    power += 1;
  }
  return power === 0 ? `${figure(value)} bytes` : `${figure(value)} ${PREFIXES[power]}B`;
}

/** Bytes in the guide's words: units of 1024, so `6.12 TB` is 6.12 TiB (row 1.4). */
export const guideBytes = (bytes: number): string => inWords(bytes, 1024);

/** Bytes as the label of a drive says them: units of 1000, so 6.12 TiB are `6.73 TB`. */
export const labelBytes = (bytes: number): string => inWords(bytes, 1000);
