// Which regular expressions of users are let in: no back-references, no look-around, bounded length and repetition. Pure; the check
// when settings are read. What runs them has to be linear in the text: re2js is. V8's own engine falls back to a linear one
// (--enable-experimental-regexp-engine-on-excessive-backtracks) only without the flags i and u and with counts up to 16 in all
// [M, Node 20.20.2: `(a+)+$` takes 1 ms on 28 characters, with the flag i or u, or as `(a{1,20}){1,20}$`, 15 s].

export const MAX_PATTERN_CHARACTERS = 1024;
/**
 * Counts of nested repetitions, multiplied. Work a byte grows with it: [M] 512 KiB of `a` against `(a{1,1000})+$` are 12 s in
 * re2js.
 */
const MAX_REPETITIONS = 64;
const MAX_GROUP_DEPTH = 50;

/** One thing of a pattern that has to be looked at; everything else is literal or harmless. */
const TOKEN = /\\(?:k<|[1-9]|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<?[=!]|[^)]))?|\)|\{\d+(?:,\d*)?\}/g;

/** The greater of a repetition's counts; `{3,}` counts as 3. */
const countOf = (token: string): number => Math.max(...token.slice(1, -1).split(',').map(Number));

/** Counts of nested repetitions, multiplied along the worst path; null when groups are nested too deeply. */
function repetitionsOf(tokens: readonly RegExpMatchArray[]): number | null {
  /** The worst product within each open group, the whole pattern first. */
  const open: number[] = [1];
  let last = 1;
  for (const [index, [token]] of tokens.entries()) {
    if (token.startsWith('(')) {
      open.push(1);
      last = 1;
      if (open.length > MAX_GROUP_DEPTH) return null;
    } else if (token === ')') {
      last = open.length > 1 ? (open.pop() ?? 1) : 1;
      open.push(Math.max(open.pop() ?? 1, last));
    } else if (token.startsWith('{')) {
      const before = tokens[index - 1];
      const here = tokens[index]?.index ?? 0;
      // A count belongs to a group only where it stands right behind it.
      const inner = before?.[0] === ')' && before.index === here - 1 ? last : 1;
      open.push(Math.max(open.pop() ?? 1, inner * countOf(token)));
    }
  }
  return Math.max(...open);
}

/** Why a pattern is not let in; null when it is. Takes time linear in its length. */
export function refusalOfPattern(pattern: string): string | null {
  if (pattern.length === 0) return 'a pattern that is not empty';
  if (pattern.length > MAX_PATTERN_CHARACTERS) return `at most ${MAX_PATTERN_CHARACTERS} characters`;
  const tokens = [...pattern.matchAll(TOKEN)];
  for (const [token] of tokens) {
    if (/^\(\?<?[=!]/.test(token)) return 'a pattern without look-around such as (?=…)';
    if (/^\\(?:k<|[1-9])/.test(token)) return 'a pattern without back-references such as \\1';
    if (/^\(\?[^:<]/.test(token)) return 'a pattern whose groups are (…), (?:…) or (?<name>…)';
  }
  const repetitions = repetitionsOf(tokens);
  if (repetitions === null) return `groups at most ${MAX_GROUP_DEPTH} deep`;
  if (repetitions > MAX_REPETITIONS) return `counts that multiply to at most ${MAX_REPETITIONS}`;
  try {
    new RegExp(pattern);
  } catch {
    return 'a regular expression';
  }
  return null;
}
