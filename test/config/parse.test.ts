import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../src/config/parse.ts';
import { InputError, type Problem } from '../../src/core/problem.ts';

const MINIMAL = 'plimsoll: 1\ndomains: [example.com]\n';

function problemsOf(text: string): readonly Problem[] {
  try {
    parseConfiguration(text, 'test.yaml');
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

describe('a configuration', () => {
  test('needs a version and a domain; everything else has a default', () => {
    const configuration = parseConfiguration(MINIMAL, 'test.yaml');
    expect(configuration.limits).toEqual({
      maxMessageBytes: 10_240_000,
      maxRecipients: 1000,
      maxHops: 50,
      maxConnections: 100,
    });
    expect(configuration.listeners.submission.enabled || configuration.listeners.submissions.enabled).toBe(false);
    expect(configuration.listeners.smtp).toEqual({ enabled: true, starttls: true, host: '127.0.0.1', port: 25 });
    expect(configuration.stages.greylist).toEqual({
      enabled: true,
      defaultAction: 'greylist',
      periodSeconds: 300,
      sources: [],
    });
    expect(configuration.stages.antivirus.action).toBe('quarantine');
  });

  test('may be JSON', () => {
    const { domains } = parseConfiguration('{"plimsoll":1,"domains":["example.com"]}', 'test.json');
    expect(domains.map(({ name }) => name)).toEqual(['example.com']);
  });

  test('reports every problem at once, with path, got, wanted and hint', () => {
    const problems = problemsOf(`
plimsoll: 1
hostnam: x
domains: [example.com]
accounts: [{ address: a@example.org }, { address: b@example.com }, { address: B@example.com }]
limits: { maxHops: -1, maxMessageBytes: 1e308, maxRecipients: .nan }
stages:
  greylist: { periodSecond: 3 }
  accessList: { whitelist: [{ name: x, type: ip, match: 300.1.1.1 }] }
`);
    expect(problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'hostnam',
        'accounts[0].address',
        'accounts[2].address',
        'limits.maxHops',
        'limits.maxMessageBytes',
        'limits.maxRecipients',
        'stages.greylist.periodSecond',
        'stages.accessList.whitelist[0].match',
      ]),
    );
    expect(problems).toHaveLength(8);
    expect(problems.find(({ path }) => path === 'hostnam')?.hint).toBe('Did you mean "hostname"?');
    expect(problems.find(({ path }) => path === 'limits.maxHops')).toMatchObject({ got: '-1', wanted: 'at least 1' });
    expect(problems.find(({ path }) => path === 'limits.maxMessageBytes')?.wanted).toBe('at most 1073741824');
  });

  test('takes a plain password on loopback only, and never quotes it back', () => {
    const account = 'accounts: [{ address: a@example.com, password: hunter2 }]\n';
    expect(problemsOf(MINIMAL + account)).toEqual([]);
    const [problem, ...more] = problemsOf(`${MINIMAL + account}listeners: { imap: { host: 0.0.0.0 } }\n`);
    expect(more).toEqual([]);
    expect(problem?.path).toBe('accounts[0].password');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  test.each([
    ['an empty file', '', '(file)'],
    ['a list', '- 1', '(file)'],
    ['broken YAML', 'a: b: c', 'line 1'],
    ['a key twice', 'plimsoll: 1\nplimsoll: 1', 'line 2'],
    ['a foreign tag', 'a: !!js/function "x"', 'line 1'],
    ['__proto__', '__proto__: { a: 1 }', 'line 1'],
    ['constructor deep inside', 'plimsoll: 1\nstages: { greylist: { constructor: 1 } }', 'line 2'],
    ['deep nesting', '['.repeat(40) + ']'.repeat(40), 'line 1'],
    ['nesting without end', '['.repeat(50_000), '(file)'],
    ['a megabyte too much', `# ${'x'.repeat(2 ** 20)}`, '(file)'],
    ['too many values', `a: [${'1,'.repeat(100_001)}]`, '(file)'],
    ['an alias bomb', bomb(), '(file)'],
  ])('refuses %s', (_what, text, path) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.path.startsWith(path)).toBe(true);
  });

  test('is not polluted by a __proto__ key', () => {
    problemsOf('__proto__: { polluted: 1 }');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

/** Ten levels of nine aliases each: 9^10 values if they were written out. */
function bomb(): string {
  const names = 'abcdefghij';
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let index = 1; index < names.length; index += 1) {
    lines.push(
      `${names[index]}: &${names[index]} [${Array(9)
        .fill(`*${names[index - 1]}`)
        .join(', ')}]`,
    );
  }
  return lines.join('\n');
}
