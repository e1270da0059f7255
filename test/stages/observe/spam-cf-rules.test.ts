import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cfCondition } from '../../../src/stages/antispam/observe/cf/cf-condition.ts';
import { parseMeta } from '../../../src/stages/antispam/observe/cf/cf-meta.ts';
import { metaValue, type Span, UNKNOWN } from '../../../src/stages/antispam/observe/cf/cf-meta-value.ts';
import { parseCfRules } from '../../../src/stages/antispam/observe/cf/cf-rule-set.ts';

const read = (...lines: string[]) => parseCfRules([{ name: 'test.cf', text: lines.join('\n') }]);
const rule = (name: string, ...lines: string[]) => read(...lines).rules.find((one) => one.name === name);
const complaints = (...lines: string[]) =>
  read(...lines).problems.map(({ line, kind, what, why }) => `${line} ${kind} ${what}: ${why}`);

describe('the lines of a .cf file', () => {
  test('become rules of all kinds', () => {
    const { rules, problems } = read(
      'header   A  Subject =~ /offer/i',
      'header   B  exists:X-Odd',
      'header   C  From:addr !~ /@example\\.com$/ [if-unset: nobody]',
      'body     D  /cheap \\#1/',
      'rawbody  E  m{<font}i',
      'uri      F  m,^http://evil,',
      'full     G  qr(begin)s',
      'mimeheader H Content-Type =~ /zip/',
      'meta     I  (A && B) || C > 1',
    );
    expect(problems).toEqual([]);
    expect(Object.fromEntries(rules.map(({ name, test: { kind } }) => [name, kind]))).toEqual({
      ...{
        A: 'header',
        B: 'exists',
        C: 'header',
        D: 'text',
        E: 'text',
        F: 'text',
        G: 'text',
        H: 'mimeHeader',
        I: 'meta',
      },
    });
    expect(rules[2]?.test).toMatchObject({ header: 'From:addr', negated: true, ifUnset: 'nobody' });
    expect(rules[3]?.test).toMatchObject({ where: 'body', pattern: { source: 'cheap #1', linear: true } });
  });
  test('score with one number or four, relative ones added; without a score by the name', () => {
    const lines = [
      'body A /a/',
      'body B /b/',
      'body C /c/',
      'body T_D /d/',
      'body __E /e/',
      'body F /f/',
      'body G /g/',
      'score A 2.5',
      'score B 1 2 3 4',
      'tflags C nice',
      'score F 2',
      'score F (-0.5)',
      'score G 0',
    ];
    const scores = Object.fromEntries(read(...lines).rules.map(({ name, scores: both }) => [name, both]));
    expect(scores).toEqual({
      A: [2.5, 2.5],
      B: [1, 3],
      C: [-1, -1],
      T_D: [0.01, 0.01],
      __E: [0, 0],
      F: [1.5, 1.5],
    });
  });
  test('describe rules, count several hits where told, and later ones beat earlier ones', () => {
    const lines = ['body A /a/', 'describe A what it is', 'tflags A multiple maxhits=3 publish', 'body A /b/'];
    expect(rule('A', ...lines)).toMatchObject({
      description: 'what it is',
      maxHits: 3,
      line: 4,
      test: { pattern: { source: 'b' } },
    });
  });
  test('count only within blocks whose condition holds', () => {
    const lines = [
      'if (version >= 4.000000)',
      'body A /a/',
      'else',
      'body B /b/',
      'endif',
      'ifplugin Mail::SpamAssassin::Plugin::DKIM',
      'body C /c/',
      'if (version >= 3)',
      'body D /d/',
      'endif',
      'else',
      'body E /e/',
      'endif',
    ];
    expect(read(...lines).rules.map(({ name }) => name)).toEqual(['A', 'E']);
    expect(complaints(...lines)).toEqual([
      '4 skipped body B: within if (version >= 4.000000)',
      '7 skipped body C: within ifplugin Mail::SpamAssassin::Plugin::DKIM',
      '9 skipped body D: within if (version >= 3)',
    ]);
  });
  test('fill in the tags of ReplaceTags', () => {
    const lines = [
      'replace_start <',
      'replace_end >',
      'replace_tag A [a4@]',
      'replace_tag B (?:b|8)',
      'replace_inter W \\W?',
      'replace_post P +',
      'body X /<inter W><post P><A><B>c/',
      'replace_rules X',
    ];
    const test = rule('X', ...lines)?.test;
    const made = new RegExp(test?.kind === 'text' ? test.pattern.source : '(?!)');
    // \W?[a4@]+\W?(?:b|8)+c
    for (const text of ['abc', '-44-8b8c', '.@bc']) expect([text, made.test(text)]).toEqual([text, true]);
    for (const text of ['bc', 'a--bc', '<A><B>c']) expect([text, made.test(text)]).toEqual([text, false]);
  });
  test('that have no effect are each told, with line and reason', () => {
    expect(
      complaints(
        'required_score 5',
        'whitelist_from *@example.com',
        'header A eval:check_for_x()',
        'body B /a(?{1})/',
        'body C unquoted',
        'meta D A && B',
        'meta E A &&',
        'score F five',
        'score G 1 2 3',
        'tflags B odd',
        'lang de describe B deutsch',
        'priority B 5',
        'header H Nothing',
        'header I From:domain =~ /x/',
        'endif',
        'if (',
        'body 1X /a/',
        'body J',
        'uri K m/x/e',
      ),
    ).toEqual([
      '1 unsupported required_score: a setting that is not taken over',
      '2 unsupported whitelist_from: a setting that is not taken over',
      '8 wrong score F: one or four numbers between -1000 and 1000',
      '9 wrong score G: one or four numbers between -1000 and 1000',
      '10 noEffect tflags B: flags that are not known: odd',
      '11 noEffect lang de: texts of other languages are not shown',
      '12 noEffect priority B: rules are not run in an order of their own',
      '15 wrong endif: no if stands before it',
      '16 wrong if: a condition that cannot be read: (',
      '17 skipped body 1X: within if (',
      '18 skipped body J: within if (',
      '19 skipped uri K: within if (',
      '16 wrong if (: a block that is not closed',
      '3 unsupported header A: asks the program code check_for_x()',
      '4 unsupported body B: the expression has (?{1 is not supported',
      '5 unsupported body C: an expression without delimiters',
      '7 unsupported meta E: an expression that cannot be read',
      '13 unsupported header H: neither an expression nor exists:',
      '14 unsupported header I: the modifier :domain',
      '6 limited meta D: asks rules that are not run here (A, B): holds only when it holds whatever they would say',
    ]);
  });
  test('with the names of JavaScript are lines like others', () => {
    expect(complaints('constructor x', '__proto__ y', 'body constructor /a/', 'score toString 1')).toEqual([
      '1 unsupported constructor: a setting that is not taken over',
      '2 unsupported __proto__: a setting that is not taken over',
    ]);
  });
});

describe('conditions', () => {
  test.each([
    ['(version >= 3.004000)', true],
    ['version >= 4.001000', false],
    ['plugin(Mail::SpamAssassin::Plugin::MIMEHeader)', true],
    ['!plugin(Mail::SpamAssassin::Plugin::SPF) && (version > 3)', true],
    ['plugin (Mail::SpamAssassin::Plugin::SPF) || perl_version < 5.010', false],
    ['can(Mail::SpamAssassin::Conf::feature_bug6558_free)', true],
    ['has(Mail::SpamAssassin::Plugin::URIDNSBL::x)', false],
    ['local_tests_only', true],
    ['!((version >= 3.004000))', false],
    ['(version', null],
    ['version >=', null],
    ['system("x")', null],
    ['', null],
  ])('%s: %s', (text, holds) => {
    expect(cfCondition(text)).toBe(holds);
  });
});

describe('meta rules', () => {
  const rules: Readonly<Record<string, Span>> = { A: [1, 1], B: [0, 0], C: [3, 3] };
  const value = (text: string): Span | null => {
    const node = parseMeta(text);
    return node && metaValue(node, (name) => rules[name] ?? UNKNOWN);
  };
  test.each([
    ['A && !B', [1, 1]],
    ['A && B || C', [1, 1]],
    ['(A + B + C) > 3', [1, 1]],
    ['A + C * 2 - 1', [6, 6]],
    ['C / 2 >= 1.5', [1, 1]],
    ['C % 2 == 1', [1, 1]],
    ['-A < B', [1, 1]],
    ['A != C', [1, 1]],
    ['A / B', [0, 0]],
    ['X', [0, 1]],
    ['A || X', [1, 1]],
    ['B && X', [0, 0]],
    ['A && X', [0, 1]],
    ['!X', [0, 1]],
    ['X || !X', [0, 1]],
    ['A + X', [1, 2]],
    ['A + X >= 1', [1, 1]],
    ['A + X > 1', [0, 1]],
    ['B + X + Y > 2', [0, 0]],
    ['X == 2', [0, 0]],
    ['A &&', null],
    ['(A', null],
    ['A B', null],
    ['A ? B : C', null],
    ['`x`', null],
    ['', null],
  ] as const)('%s is %j', (text, wanted) => {
    expect(value(text)).toEqual(wanted);
  });
  test('are read however long or deep, or not at all', () => {
    expect(parseMeta(Array.from({ length: 9000 }, () => 'A').join(' || '))).not.toBeNull();
    expect(parseMeta(Array.from({ length: 9000 }, () => 'A').join(' * '))).toBeNull();
    expect(parseMeta(`${'('.repeat(90)}A${')'.repeat(90)}`)).not.toBeNull();
    for (const text of [
      '('.repeat(100_000),
      '!'.repeat(100_000),
      '-'.repeat(100_000),
      `${'('.repeat(5000)}A${')'.repeat(5000)}`,
    ])
      expect(parseMeta(text)).toBeNull();
  });
});

describe('whatever stands in a file', () => {
  const word = fc.constantFrom(
    'header',
    'body',
    'meta',
    'score',
    'if',
    'else',
    'endif',
    'ifplugin',
    'tflags',
    'replace_tag',
    'replace_rules',
    'lang',
    'A',
    'B',
    '/a+/i',
    'm{b}',
    '(',
    ')',
    '&&',
    '!',
    '1',
    '=~',
    'Subject',
    'exists:X',
    '#',
    '\\',
    '[if-unset: x]',
    '<A>',
    'version',
    '\u00ff',
  );
  const line = fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 8 }).map((words) => words.join(' '));
  test('the reader never throws, and every rule it keeps can be run', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const { rules, problems } = read(...lines);
        for (const {
          test: { kind, ...rest },
        } of rules)
          if (kind !== 'meta' && 'pattern' in rest) new RegExp(rest.pattern.source, rest.pattern.flags);
        for (const problem of problems) expect(problem.why).not.toBe('');
      }),
      { seed: 5, numRuns: 600 },
    );
  });
});

const SHIPPED = '/usr/share/spamassassin';
const haveShipped = process.env['PLIMSOLL_CLIENT_TESTS'] === '1' && existsSync(`${SHIPPED}/72_active.cf`);
test.skipIf(!haveShipped)(
  "most of SpamAssassin's own rules can be run (PLIMSOLL_CLIENT_TESTS=1, Debian's spamassassin)",
  () => {
    const files = readdirSync(SHIPPED)
      .filter((name) => name.endsWith('.cf'))
      .sort()
      .map((name) => ({ name, text: readFileSync(`${SHIPPED}/${name}`, 'latin1') }));
    const { rules, problems } = parseCfRules(files);
    expect(rules.length).toBeGreaterThan(2000);
    expect(problems.filter(({ kind }) => kind === 'wrong')).toEqual([]);
    const refused = problems.filter(({ why }) => why.startsWith('the expression has'));
    expect(refused.length).toBeLessThan(25);
  },
);
