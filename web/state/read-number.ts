// A number as people type it or as a link carries it, against the limits of its field.

import { grouped } from '../text/grouped.ts';
import { type NumberKey, planSchema } from './plan.ts';

/** Either the value, or what would be accepted instead. */
export type NumberReading =
  | { readonly value: number; readonly wanted: null }
  | { readonly value: null; readonly wanted: string };

const PLAIN = /^\d+([.,]\d+)?(e[+-]?\d+)?$/i;
/** `1,000` and `1,234,567.5`: commas between groups of three. */
const GROUPED = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;

/** Spaces may group digits. A lone comma is a decimal comma, unless three digits follow a number that needs no zero before it. */
function numberIn(text: string): number {
  const compact = text.trim().replaceAll(/(?<=\d)[\s\u00a0\u202f](?=\d{3}(\D|$))/g, '');
  if (GROUPED.test(compact)) return Number(compact.replaceAll(',', ''));
  return PLAIN.test(compact) ? Number(compact.replace(',', '.')) : Number.NaN;
}

/** What a field accepts, in words: `a whole number from 1 to 1,000,000`. */
export function acceptedBy(key: NumberKey): string {
  const { minValue, maxValue, isInt } = planSchema.shape[key];
  const range = `a ${isInt ? 'whole ' : ''}number from ${grouped(minValue ?? 0)} to ${grouped(maxValue ?? 0)}`;
  return key === 'cacheGb' ? `${range}, but not 1` : range;
}

/** Reads a field's text. */
export function readNumber(key: NumberKey, text: string): NumberReading {
  const checked = planSchema.shape[key].safeParse(numberIn(text));
  return checked.success ? { value: checked.data, wanted: null } : { value: null, wanted: acceptedBy(key) };
}
