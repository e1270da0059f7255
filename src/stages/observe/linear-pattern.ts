// A regular expression of a user, run in time linear in the text whatever both are: re2js, a port of RE2. V8's own engine is not
// (see core/safe-pattern). Knows no rules.
import { RE2JS } from 're2js';
import { refusalOfPattern } from '../../core/safe-pattern.ts';

export interface LinearPattern {
  /** True when the text contains a match. Bound the text: a pattern at its limits takes about 2 µs a character [M]. */
  found(text: string): boolean;
}

/** Null when the pattern is not let in, or is none of RE2's. `^`, `$` and `.` are those of the whole text and of one line. */
export function linearPattern(pattern: string, caseSensitive: boolean): LinearPattern | null {
  if (refusalOfPattern(pattern) !== null) return null;
  try {
    const flags = caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE;
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern), flags);
    return { found: (text) => compiled.matcher(text).find() };
  } catch {
    return null;
  }
}
