import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { localPartBy, type Person } from '../../src/config/address-format.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { InputError, type Problem } from '../../src/core/problem.ts';

const parse = (text: string) => parseConfiguration(`plimsoll: 1\n${text}`, 'test.yaml');

function problemsOf(text: string): readonly Problem[] {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}
const pathsOf = (text: string): string[] => problemsOf(text).map(({ path }) => path);

describe('a domain', () => {
  test('is a name, or a mapping: both give the same settings', () => {
    const { domains } = parse('domains: [example.com, { name: example.org }]');
    const [short, long] = domains;
    expect(short).toEqual({ ...long, name: 'example.com' });
    expect(short).toMatchObject({
      addressFormats: ['<a>'],
      autoAdd: false,
      catchAll: null,
      aliases: [],
      disclaimers: [],
    });
    expect(short?.limits).toEqual({
      maxMessageBytes: 0,
      maxAttachmentBytes: 0,
      dailyMessages: 0,
      dailyBytes: 0,
      allowForwarding: true,
    });
  });

  test('that was parsed is taken again as it is', () => {
    const configuration = parse('domains: [example.com]\naccounts: [{ address: ann@example.com }]');
    expect(parseConfiguration(JSON.stringify(configuration), 'again').domains).toEqual(configuration.domains);
  });

  test('as the documentation shows it is taken', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/domains.md', 'utf8')) ?? [];
    const { domains } = parseConfiguration(example, 'docs/domains.md');
    expect(domains[1]?.additionalDomains).toEqual(['example.net', 'xn--mnchen-3ya.example']);
  });

  test('has one spelling, whatever its script, case and last dot', () => {
    const { domains, accounts } = parse(
      'domains: [{ name: MÜNCHEN.example., aliases: [{ name: info, members: [ann, x@Köln.example] }] }]\naccounts: [{ address: ann@xn--mnchen-3ya.example }]',
    );
    expect(domains[0]?.name).toBe('xn--mnchen-3ya.example');
    expect(accounts[0]?.address).toBe('ann@xn--mnchen-3ya.example');
    expect(domains[0]?.aliases[0]?.members).toEqual(['ann', 'x@xn--kln-sna.example']);
  });

  test('is refused with words for what it is', () => {
    expect(problemsOf('domains: ["no domain"]')).toMatchObject([
      { path: 'domains[0]', wanted: 'a DNS name such as example.com' },
    ]);
    expect(problemsOf('domains: [{ name: a.example, catchall: b }]')).toMatchObject([
      { path: 'domains[0].catchall', hint: 'Did you mean "catchAll"?' },
    ]);
    expect(
      pathsOf('domains: [{ name: a.example, limits: { dailyMessages: -1 }, disclaimers: [{ name: x }] }]'),
    ).toEqual(['domains[0].limits.dailyMessages', 'domains[0].disclaimers[0]']);
  });
});

describe('what ties domains, accounts and aliases together', () => {
  test('every slip is told at once, at its place', () => {
    const text = `
domains:
  - name: example.com
    additionalDomains: [example.net, example.org]
    members: [nobody@example.com]
    catchAll: missing
    aliases:
      - { name: sales, members: [ann, nobody, stranger@elsewhere.example, x@example.org] }
      - { name: SALES, members: [ann] }
      - { name: ann, members: [bob] }
      - { name: loop, members: [pool] }
      - { name: pool, members: [loop] }
    autoBcc:
      - { match: from, to: ann }
      - { match: all, to: missing }
  - example.org
relay: { inboundDomains: [{ name: x, domain: Example.net }] }
externalPostmasters: [missing@example.com, root@elsewhere.example]
accounts:
  - { address: ann@example.com }
  - { address: ann@example.net }
  - { address: bob@example.com, addresses: [bob@elsewhere.example] }`;
    // A domain that is wrong in itself is told first.
    expect(pathsOf(text)).toEqual(['domains[0].autoBcc[0]']);
    const mended = text.replace('match: from, to', 'match: from, contains: x, to');
    expect(pathsOf(mended).sort()).toEqual(
      [
        'accounts[1].address',
        'accounts[2].addresses[0]',
        'domains[0].aliases[0].members[1]',
        'domains[0].aliases[0].members[3]',
        'domains[0].aliases[1].name',
        'domains[0].aliases[3]',
        'domains[0].aliases[4]',
        'domains[0].autoBcc[1].to',
        'domains[0].catchAll',
        'domains[0].members[0]',
        'domains[1].name',
        'externalPostmasters[0]',
        'relay.inboundDomains[0].domain',
      ].sort(),
    );
  });

  test('an alias may not have the name of an account', () => {
    const text =
      'domains: [{ name: a.example, aliases: [{ name: ann, members: [x@b.example] }] }]\naccounts: [{ address: ann@a.example }]';
    expect(problemsOf(text)).toMatchObject([{ path: 'domains[0].aliases[0].name' }]);
  });

  test('two accounts that a format gives the same address are told, until one of them lists it', () => {
    const text = (more: string): string => `
domains: [{ name: a.example, addressFormats: ["<g>.<s>"] }]
accounts:
  - { address: js1@a.example, givenName: Jo, surname: Smith${more} }
  - { address: js2@a.example, givenName: Jo, surname: Smith }`;
    expect(problemsOf(text(''))).toMatchObject([
      { path: 'accounts[1].address', wanted: expect.stringContaining('jo.smith@a.example') },
    ]);
    expect(problemsOf(text(', addresses: [jo.smith@a.example]'))).toEqual([]);
  });

  test('an alias with more addresses behind it than the bound is refused', () => {
    const members = Array.from({ length: 9000 }, (_, index) => `u${index}@b.example`);
    const alias = (name: string, more: string[]) => ({
      name,
      members: [...members.map((one) => `${name}.${one}`), ...more],
    });
    const domains = [{ name: 'a.example', aliases: [alias('one', ['two']), alias('two', [])] }];
    expect(problemsOf(`domains: ${JSON.stringify(domains)}`)).toMatchObject([
      { path: 'domains[0].aliases[0]', wanted: 'an alias with at most 10000 addresses behind it' },
    ]);
  });
});

describe('address formats', () => {
  const person: Person = {
    address: 'jdoe@example.com',
    name: 'Jörg Döe',
    givenName: 'Jörg',
    middleInitial: 'Q.',
    surname: "O'Döe Straße",
    nickname: 'Joe',
    attributes: { office: 'Bonn 2' },
  };
  test.each([
    ['<a>', 'jdoe'],
    ['<2a>', 'jd'],
    ['<g>.<s>', 'jorg.odoestrasse'],
    ['<1g><s>', 'jodoestrasse'],
    ['<3S>_<G>', 'odo_jorg'],
    ['<m>', 'joe'],
    ['<d>', 'jorgdoe'],
    ['<office>-<a>', 'bonn2-jdoe'],
    // A dot at the end of an initial would make two dots in a row, which no address has.
    ['<g>.<i>.<s>', null],
    ['<phone>.<a>', null],
    ['<constructor>', null],
  ])('%s gives %s', (format, expected) => {
    expect(localPartBy(format, person)).toBe(expected);
  });

  test('is refused without a variable, with an unknown letter, or with what no address has', () => {
    for (const format of ['info', '<z>', '<2d>', '<a> <s>', '<a>@x', '<>', '<a'])
      expect([format, pathsOf(`domains: [{ name: a.example, addressFormats: ["${format}"] }]`)]).toEqual([
        format,
        ['domains[0].addressFormats[0]'],
      ]);
  });
});
