import { execFileSync, spawnSync } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompiledPattern, compilePattern } from '../../../src/stages/antispam/pattern/compile-pattern.ts';

// As the thread of the patterns sets them.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
setFlagsFromString('--regexp-backtracks-before-fallback=500000');

const compile = (text: string, flags = '', alphabet: 'bytes' | 'text' = 'bytes'): CompiledPattern =>
  compilePattern({ text, flags, alphabet, maxCharacters: 1024 });
const expression = (text: string, flags = '', alphabet: 'bytes' | 'text' = 'bytes'): RegExp => {
  const compiled = compile(text, flags, alphabet);
  if (!compiled.ok) throw new Error(compiled.why);
  return new RegExp(compiled.source, compiled.flags);
};

/** Expression, flags, texts that match, texts that do not: by Perl, as the last test of this file asks it. */
const CASES: readonly [string, string, readonly string[], readonly string[]][] = [
  ['foo.bar', '', ['foo-bar', 'xfoo bar'], ['foo\nbar', 'Foo-bar']],
  ['foo.bar', 's', ['foo\nbar'], ['foobar']],
  ['FOO', 'i', ['foo', 'fOo'], ['fo']],
  ['(?i)foo|bar', '', ['FOO', 'BAR'], ['fo']],
  ['a(?i:b)c', '', ['aBc', 'abc'], ['ABC', 'abC']],
  ['a(?i)b|c', '', ['aB', 'C'], ['Ab']],
  ['(?-i:a)b', 'i', ['aB'], ['AB']],
  ['^a$', '', ['a', 'a\n'], ['b\na', 'a\n\n', 'aa']],
  ['^a$', 'm', ['a', 'b\na\nc'], ['ab']],
  ['\\Aa\\z', '', ['a'], ['a\n', 'ba']],
  ['\\Aa\\Z', 'm', ['a\n', 'a'], ['a\nb']],
  ['^a\\z', 'm', ['b\na'], ['a\n']],
  ['\\bfoo\\b', '', ['a foo b', 'foo'], ['food', 'xfoo']],
  ['\\d+\\s\\w', '', ['12 a', '1\t_'], ['12a']],
  ['\\S\\D\\W', '', ['ab-'], ['a1-']],
  ['\\h\\v', '', ['\t\n', ' \r'], ['\n\n']],
  ['a\\Rb', '', ['a\r\nb', 'a\nb', 'a\x0bb'], ['a b']],
  ['[\\w.]+@', '', ['a.b@'], ['-@']],
  ['[^\\S\\n]x', '', [' x', '\tx'], ['\nx', 'ax']],
  ['[]a]b', '', [']b', 'ab'], ['b']],
  ['[^]a]b', '', ['cb'], [']b', 'ab']],
  ['[a\\-z]', '', ['-', 'a', 'z'], ['b']],
  ['[a-]', '', ['-', 'a'], ['b']],
  ['[\\d-x]', '', ['-', '1', 'x'], ['a']],
  ['[[:alpha:][:digit:]]x', '', ['ax', '1x'], ['-x']],
  ['[[:^space:]]', '', ['a'], [' ', '\n']],
  ['\\x41\\x{42}\\103\\t', '', ['ABC\t'], ['ABC']],
  ['\\e\\cA\\a\\f', '', ['\x1b\x01\x07\x0c'], ['']],
  ['a{2}b{1,3}c{2,}', '', ['aabcc', 'aabbbcccc'], ['abcc', 'aabbbbcc', 'aabc']],
  ['a{,2}b', '', ['b', 'aab'], ['a']],
  ['a{', '', ['a{'], ['a']],
  ['a{x}', '', ['a{x}'], ['ax']],
  ['^(?:ab){17,20}$', '', ['ab'.repeat(17), 'ab'.repeat(20)], ['ab'.repeat(16), 'ab'.repeat(21)]],
  ['^x.{0,40}y$', '', [`x${'-'.repeat(40)}y`, 'xy'], [`x${'-'.repeat(41)}y`]],
  ['^(?:a{1,3}b){2,30}?$', '', ['aabab', 'ab'.repeat(30)], ['ab', 'aaaab']],
  ['(?x) a \\ b # c', '', ['a b'], ['ab']],
  ['a(?#comment)b', '', ['ab'], ['a']],
  ['(a|b)\\1', '', ['aa', 'bb'], ['ab']],
  ['(?<q>[\'"]).\\k<q>', '', ["'a'", '"a"'], ['\'a"']],
  ['(a)(b)\\g{-1}', '', ['abb'], ['aba']],
  ['foo(?=bar)', '', ['foobar'], ['foobaz']],
  ['foo(?!bar)', '', ['foobaz', 'foo'], ['foobar']],
  ['(?<=a)b', '', ['ab'], ['cb']],
  ['(?<!a)b', '', ['cb', 'b'], ['ab']],
  ['a++b', '', ['aab'], ['b']],
  ['a++a', '', [], ['aaa']],
  ['(?>a|ab)c', '', ['ac'], ['abc']],
  ['(?>a+)(b)\\1', '', ['aabb'], ['aab']],
  ['\\@\\/\\#\\-\\_', '', ['@/#-_'], ['@']],
  ['[\\xe8-\\xeb]', 'i', ['\xe9', '\xc9'], ['e', '\xe7']],
  ['caf\\xc3\\xa9', '', ['caf\xc3\xa9'], ['cafe']],
  ['(?:a|b(?:c|d))+$', '', ['abcbd'], ['bce']],
  ['', '', ['', 'a'], []],
];

describe("Perl's expressions", () => {
  test.each(CASES)('/%s/%s', (text, flags, matching, others) => {
    const made = expression(text, flags);
    for (const one of matching) expect([one, made.test(one)]).toEqual([one, true]);
    for (const one of others) expect([one, made.test(one)]).toEqual([one, false]);
  });
  test('characters beyond a byte are their UTF-8', () => {
    const text = Buffer.from('b\u0456tc\u043ein', 'utf8').toString('latin1');
    expect(expression('b\\x{456}tc[o\\x{43e}]in').test(text)).toBe(true);
  });
  test('of texts fold the case of other scripts', () => {
    expect(expression('ПРИЗ', 'i', 'text').test('ваш приз')).toBe(true);
    expect(expression('straße 😀+', 'i', 'text').test('STRAßE 😀😀')).toBe(true);
  });
  test.each([
    ['code', '(?{ 1 })'],
    ['recursion', '(?R)'],
    ['recursion by number', '(a)(?1)'],
    ['a condition', '(a)?(?(1)b|c)'],
    ['branch reset', '(?|a|b)'],
    ['keep', 'a\\Kb'],
    ['a property', '\\p{Lu}'],
    ['a property in a class', '[\\p{Lu}]'],
    ['an open parenthesis', '(a'],
    ['a closing parenthesis', 'a)'],
    ['an open class', '[a'],
    ['a range that goes backwards', '[z-a]'],
    ['nothing to repeat', '*a'],
    ['a double quantifier', 'a**'],
    ['counts that go backwards', 'a{3,2}'],
    ['a reference to nothing', '\\1'],
    ['a character that is none', '\\x{110000}'],
    ['deep nesting', `${'('.repeat(200)}a${')'.repeat(200)}`],
    ['too many characters', 'a'.repeat(1025)],
    ['a verb', '(*SKIP)a'],
    ['quoted text', '\\Qa.b\\E'],
    ['more ways than can be compiled', '(?:a?){60}a{60}$'],
    ['more ways than can be compiled, by nesting', '(?:(?:a?b?){20}c?){20}defgh'],
  ])('with %s are refused with a reason', (_what, text) => {
    const compiled = compile(text);
    expect(compiled.ok).toBe(false);
    expect(compiled.ok ? '' : compiled.why).not.toBe('');
  });
});

/** Whether V8's linear engine takes it: its flag l says so. */
function isLinear(source: string, flags: string): boolean {
  setFlagsFromString('--enable-experimental-regexp-engine');
  try {
    new RegExp(source, `${flags}l`);
    return true;
  } catch {
    return false;
  } finally {
    setFlagsFromString('--no-enable-experimental-regexp-engine');
  }
}

describe('expressions that run away', () => {
  test.each([
    ['(a+)+$', ''],
    ['(a+)+$', 'i'],
    ['(?:a|aa)+$', ''],
    ['(?:a{1,30}){1,30}$', 'i'],
    ['(?:a?){16}a{16}$', ''],
    ['^(?:\\w+\\s?)*$', ''],
    ['(?:.*.*)*x', 's'],
  ])('/%s/%s ends soon on what makes it', (text, flags) => {
    const compiled = compile(text, flags);
    expect(compiled).toMatchObject({ ok: true, linear: true });
    const made = expression(text, flags);
    const started = performance.now();
    for (const bait of [`${'a'.repeat(60)}b`, `${'a'.repeat(20_000)}!`, `${'word '.repeat(50)}!`]) made.test(bait);
    // Backtracking alone would take longer than the machine will last.
    expect(performance.now() - started).toBeLessThan(40_000);
  });
  test('are known by what V8 itself says', () => {
    for (const [text, flags] of CASES) {
      const compiled = compile(text, flags);
      if (!compiled.ok) throw new Error(`${text}: ${compiled.why}`);
      expect([text, isLinear(compiled.source, compiled.flags)]).toEqual([text, compiled.linear]);
    }
  });
});

describe('whatever is written', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        '.',
        '*',
        '+',
        '?',
        '(',
        ')',
        '[',
        ']',
        '|',
        '^',
        '$',
        '\\',
        '{2,3}',
        '{20}',
        '(?:',
        '(?i)',
      ),
      fc.constantFrom(
        '(?=',
        '(?<!',
        '(?>',
        '\\1',
        '\\w',
        '\\x{',
        '[^',
        '-',
        '\\Q',
        '(?x)',
        ' ',
        '#',
        '\n',
        '++',
        '*?',
        '[[:',
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 25 },
  );
  test('the reader of patterns never throws, and what it takes can be run', () => {
    fc.assert(
      fc.property(
        pieces,
        fc.constantFrom('', 'i', 'ms', 'x'),
        fc.constantFrom('bytes', 'text'),
        (parts, flags, alphabet) => {
          const compiled = compile(parts.join(''), flags, alphabet);
          if (!compiled.ok) return;
          const made = new RegExp(compiled.source, compiled.flags);
          expect(typeof made.test('aab\n')).toBe('boolean');
          if (compiled.linear) expect(isLinear(compiled.source, compiled.flags)).toBe(true);
        },
      ),
      { seed: 9, numRuns: 1500 },
    );
  });
});

const perl = spawnSync('perl', ['-e', 'print $]'], { encoding: 'utf8' }).stdout ?? '';
const askPerl = process.env['PLIMSOLL_CLIENT_TESTS'] === '1' && Number(perl) >= 5.014;
test.skipIf(!askPerl)('Perl itself says the same of all cases above (PLIMSOLL_CLIENT_TESTS=1, needs perl)', () => {
  const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex') || '-';
  const lines = CASES.map(([text, flags, matching, others]) =>
    [hex(flags === '' ? text : `(?${flags})${text}`), ...[...matching, ...others].map(hex)].join(' '),
  );
  const program =
    'while (<STDIN>) { chomp; my ($re, @t) = map { $_ eq "-" ? "" : pack("H*", $_) } split / /; my $q = qr/$re/aa; print join("", map { /$q/ ? 1 : 0 } @t), "\\n" }';
  const said = execFileSync('perl', ['-e', program], { input: `${lines.join('\n')}\n`, encoding: 'utf8' }).split('\n');
  CASES.forEach(([text, , matching, others], index) => {
    expect([text, said[index]]).toEqual([text, '1'.repeat(matching.length) + '0'.repeat(others.length)]);
  });
});
