// The conditions of `if` in SpamAssassin's files: what this reader of rules can do, said in SpamAssassin's names.

/** Rules are read as SpamAssassin 4.0.1 reads them, the version of Debian 12. */
const VERSION = 4.000001;
const PERL_VERSION = 5.036;
const PLUGINS = new Set(['Mail::SpamAssassin::Plugin::MIMEHeader', 'Mail::SpamAssassin::Plugin::ReplaceTags']);
const ABLE = new Set([
  'Mail::SpamAssassin::Conf::feature_bug6558_free',
  'Mail::SpamAssassin::Conf::feature_compile_regexp',
  'Mail::SpamAssassin::Conf::feature_local_tests_only',
  'Mail::SpamAssassin::Conf::perl_min_version_5010000',
  'Mail::SpamAssassin::Plugin::MIMEHeader::has_all_header',
  'Mail::SpamAssassin::Plugin::MIMEHeader::has_tflags_multiple',
]);

const TOKEN = /\s*(?:(plugin|can|has)\s*\(\s*([\w:]+)\s*\)|([a-z_]+)|(\d+(?:\.\d+)?)|(&&|\|\||[<>=!]=|[!<>()]))/y;
/** Deeper than any honest condition. */
const MAX_DEPTH = 50;

interface Token {
  readonly sign: string;
  readonly value: number;
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const [, question, name = '', word, number, sign] = TOKEN.exec(text) ?? [];
    if (question !== undefined)
      tokens.push({ sign: '', value: Number((question === 'plugin' ? PLUGINS : ABLE).has(name)) });
    else if (number !== undefined) tokens.push({ sign: '', value: Number(number) });
    else if (word === 'version') tokens.push({ sign: '', value: VERSION });
    else if (word === 'perl_version') tokens.push({ sign: '', value: PERL_VERSION });
    // No rule of ours asks the network.
    else if (word === 'local_tests_only') tokens.push({ sign: '', value: 1 });
    else if (sign !== undefined) tokens.push({ sign, value: 0 });
    else return null;
  }
  return tokens;
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** Whether the condition holds here; null when it cannot be read. */
export function cfCondition(text: string): boolean | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  let at = 0;
  const take = (sign: string): boolean => {
    if (tokens[at]?.sign !== sign || sign === '') return false;
    at += 1;
    return true;
  };
  // Both sides are always read: a value that is not a number marks what cannot be read.
  const either = (depth: number): number => {
    let value = both(depth);
    while (take('||')) {
      const right = both(depth);
      value = value || right;
    }
    return value;
  };
  const both = (depth: number): number => {
    let value = compared(depth);
    while (take('&&')) {
      const right = compared(depth);
      value = value && right;
    }
    return value;
  };
  const compared = (depth: number): number => {
    const left = single(depth);
    const compare = COMPARISONS[tokens[at]?.sign ?? ''];
    if (compare === undefined) return left;
    at += 1;
    return Number(compare(left, single(depth)));
  };
  const single = (depth: number): number => {
    if (depth > MAX_DEPTH) return fail();
    if (take('!')) return Number(!single(depth + 1));
    if (take('(')) {
      const value = either(depth + 1);
      return take(')') ? value : fail();
    }
    const token = tokens[at];
    if (token === undefined || token.sign !== '') return fail();
    at += 1;
    return token.value;
  };
  let readable = true;
  const fail = (): number => {
    readable = false;
    return 0;
  };
  const value = either(0);
  return readable && at === tokens.length ? value !== 0 : null;
}
