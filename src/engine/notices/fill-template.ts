// A template with its variables filled in (rows 9.10, 9.14). One pass: a value with braces is text.
import type { NoticeVariable } from '../../config/notices.ts';

const MAX_VALUE = 300;

/** Values come from strangers: one line, nothing that turns the direction of text, bounded. */
const safe = (value: string): string => value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?').slice(0, MAX_VALUE);

export const fillTemplate = (template: string, values: Readonly<Record<NoticeVariable, string>>): string =>
  template.replace(/\{\{|\}\}|\{([a-z]+)\}/g, (whole, name?: string) =>
    name === undefined ? (whole[0] ?? '') : Object.hasOwn(values, name) ? safe(values[name as NoticeVariable]) : whole,
  );
