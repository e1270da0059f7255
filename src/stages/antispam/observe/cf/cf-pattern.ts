// The regular expressions of SpamAssassin's rules: delimiters and flags as its compile_regexp takes them, then made safe to run.
import { compilePattern, MAX_PATTERN_CHARACTERS } from '../../pattern/compile-pattern.ts';
import type { CfPattern } from './cf-rule.ts';

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '<': '>', '[': ']' };

/** The expression between its delimiters; a text is why it is none. */
export function undelimited(written: string): { readonly body: string; readonly flags: string } | string {
  const opening = /^(?:\/|(?:m|qr)([^\w\s\\]))/.exec(written);
  if (!opening) return 'an expression without delimiters';
  const open = opening[1] ?? '/';
  const close = CLOSING[open] ?? open;
  const end = written.lastIndexOf(close);
  const flags = written.slice(end + 1);
  if (end < opening[0].length || !/^[a-df-z]*$/.test(flags)) return 'an expression whose end cannot be found';
  return { body: written.slice(opening[0].length, end), flags };
}

/** The expression made safe; a text is why it cannot be used. @param rewrite changes what stands between the delimiters */
export function cfPattern(written: string, rewrite: (body: string) => string = (body) => body): CfPattern | string {
  const parts = undelimited(written);
  if (typeof parts === 'string') return parts;
  const text = rewrite(parts.body);
  if (text === '' || text === '.*') return 'an expression that always matches';
  // SpamAssassin 4 fills in what other rules have captured.
  if (/%\{[A-Z]\w*\}/.test(text)) return 'an expression that uses what another rule captured';
  const { flags } = parts;
  const compiled = compilePattern({ text, flags, alphabet: 'bytes', maxCharacters: MAX_PATTERN_CHARACTERS.rule });
  if (!compiled.ok) return `the expression has ${compiled.why}`;
  return { source: compiled.source, flags: compiled.flags, linear: compiled.linear };
}
