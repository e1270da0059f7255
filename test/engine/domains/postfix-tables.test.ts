import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alias, AutoBccRule } from '../../../src/config/domains.ts';
import { ALIAS_FORMATS, type AliasFormat, readAliasTable } from '../../../src/engine/domains/postfix/alias-table.ts';
import { type BccFormat, readBccTable } from '../../../src/engine/domains/postfix/bcc-table.ts';
import { writeAliasTable } from '../../../src/engine/domains/postfix/write-alias-table.ts';
import { writeBccTable } from '../../../src/engine/domains/postfix/write-bcc-table.ts';

const read = (text: string, format: AliasFormat = 'aliases') => readAliasTable(text, format, 'example.com');
const aliasesOf = (text: string, format: AliasFormat = 'aliases') => {
  const { aliases, problems } = read(text, format);
  expect(problems).toEqual([]);
  return Object.fromEntries(aliases.map(({ name, members }) => [name, members]));
};

describe('aliases(5)', () => {
  test('comments, empty lines, continuations, quotes and blanks', () => {
    expect(
      aliasesOf(`# comment: not, read
  # nor: this
postmaster: root
Sales:ann , bob@example.com,
\t# a comment within does not end the line
   Carl@Other.Example,

  "dave"
"info" : ann
`),
    ).toEqual({
      postmaster: ['root'],
      sales: ['ann', 'bob', 'Carl@other.example', 'dave'],
      info: ['ann'],
    });
  });

  test('a name again is not imported again, as in the guide', () => {
    const { aliases, notes } = read('a: x\nA: y\n');
    expect(aliases).toEqual([{ name: 'a', members: ['x'] }]);
    expect(notes).toEqual(['line 2: a again; the first one stands']);
  });

  test.each([
    ['a: |/usr/bin/vacation', 'a command'],
    ['a: "|/usr/bin/vacation bob"', 'a command'],
    ['a: /var/mail/a', 'a file'],
    ['a: :include:/etc/list', 'an :include: list'],
    ['a: \\bob', 'a name with a backslash'],
    ['a: bob carl', '"bob carl"'],
    ['a: x@y@z', '"x@y@z"'],
    ['a:', 'no address'],
    ['a: "b', 'a quote that does not end'],
    ['a b', '"a b"'],
    ['"a b": c', '"a b"'],
    ['a\u0000: b', 'a control character'],
  ])('refuses %j', (line, got) => {
    expect(read(`ok: x\n${line}\n`).problems).toMatchObject([{ path: 'line 2', got }]);
  });

  test('a file that begins with a continuation is refused', () => {
    expect(read('  a: b\n').problems).toMatchObject([{ path: 'line 1', got: 'a continuation' }]);
  });

  test('reads a hostile file in bounded time', () => {
    const start = performance.now();
    for (const format of ALIAS_FORMATS) {
      read(`a${' '.repeat(900_000)}x`, format);
      read(`a: ${'"'.repeat(900_001)}`, format);
      read(`a: ${' '.repeat(450_000)}"`, format);
      read('a: b\n b,'.repeat(100_000), format);
      read(`a: ${'x,'.repeat(400_000)}`, format);
    }
    expect((performance.now() - start) / 1000).toBeLessThan(10);
  });
});

describe('virtual(5)', () => {
  test('addresses on both sides, a domain of its own line, a catch-all, other domains', () => {
    const text = `example.com  anything
sales@example.com ann, bob@example.com
plain    ann
Ann.Lee@EXAMPLE.com\tann@example.com
@example.com ann
info@other.example ann
`;
    expect(read(text, 'virtual')).toEqual({
      aliases: [
        { name: 'sales', members: ['ann', 'bob'] },
        { name: 'plain', members: ['ann'] },
        { name: 'ann.lee', members: ['ann'] },
      ],
      catchAll: 'ann',
      notes: ['line 6: of another domain (other.example)'],
      problems: [],
    });
  });

  test('a catch-all of several addresses is refused', () => {
    expect(read('@example.com a, b', 'virtual').problems).toMatchObject([{ got: '2 addresses' }]);
  });
});

const atom = fc.stringMatching(/^[a-z0-9!$%&'*+=?^_`{}~-]{1,8}$/);
const local = fc.array(atom, { minLength: 1, maxLength: 2 }).map((atoms) => atoms.join('.'));
const foreign = fc.tuple(
  fc.stringMatching(/^[A-Za-z0-9.+]{1,8}$/).filter((text) => !/^\.|\.\.|\.$/.test(text)),
  fc.constantFrom('other.example', 'xn--mnchen-3ya.example'),
);
const member = fc.oneof(
  local,
  foreign.map(([name, domain]) => `${name}@${domain}`),
);
const aliasList = fc
  .uniqueArray(fc.tuple(local, fc.uniqueArray(member, { minLength: 1, maxLength: 12 })), {
    selector: ([name]) => name,
    maxLength: 8,
  })
  .map((list): Alias[] => list.map(([name, members]) => ({ name, members })));

describe('aliases that are written', () => {
  test.each(ALIAS_FORMATS)('as %s are read back the same', (format) => {
    fc.assert(
      fc.property(aliasList, (aliases) => {
        const { text, problems } = writeAliasTable(aliases, 'ann', format, 'example.com');
        expect(problems).toEqual([]);
        expect(read(text, format)).toEqual({
          aliases,
          catchAll: format === 'virtual' ? 'ann' : null,
          notes: [],
          problems: [],
        });
      }),
    );
  });

  test('a name that a table takes for something else is told, not written', () => {
    for (const odd of ['#a', '|a', '/a']) {
      const { text, problems } = writeAliasTable(
        [
          { name: 'ok', members: [odd] },
          { name: odd, members: ['x'] },
        ],
        null,
        'aliases',
        'example.com',
      );
      expect(problems.map(({ got }) => got)).toEqual([JSON.stringify(odd), JSON.stringify(odd)]);
      expect(text).toBe('# Aliases of example.com\n');
    }
  });

  test('long lists are broken into lines that continue', () => {
    const members = Array.from({ length: 40 }, (_, index) => `member${index}`);
    const { text } = writeAliasTable([{ name: 'all', members }], null, 'aliases', 'example.com');
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(80);
    expect(aliasesOf(text)).toEqual({ all: members });
  });
});

describe('bcc maps', () => {
  const rulesOf = (text: string, format: BccFormat = 'hash') => readBccTable(text, format, 'from', 'example.com');

  test('hash: a whole address, a domain, a local part', () => {
    expect(
      rulesOf(
        '# sender_bcc_maps\nBoss@Example.com  audit\n@München.example archive@out.example\nann audit@example.com\n',
      ).rules,
    ).toEqual([
      { match: 'from', contains: 'Boss@example.com', to: 'audit' },
      { match: 'from', contains: '@xn--mnchen-3ya.example', to: 'archive@out.example' },
      { match: 'from', contains: 'ann@example.com', to: 'audit' },
    ]);
  });

  test('regexp: a text, its signs with backslashes', () => {
    expect(rulesOf('/@ex\\.ample\\$/ audit\n/boss/   a$$b@out.example\n', 'regexp').rules).toEqual([
      { match: 'from', contains: '@ex.ample$', to: 'audit' },
      { match: 'from', contains: 'boss', to: 'a$b@out.example' },
    ]);
  });

  test.each<[BccFormat, string]>([
    ['hash', 'a@example.com x, y'],
    ['hash', 'a@example.com |cmd'],
    ['hash', 'a@example.com'],
    ['hash', 'a b@c x'],
    ['regexp', '/^boss/ x'],
    ['regexp', '/boss.*/ x'],
    ['regexp', '/\\d/ x'],
    ['regexp', '/boss/i x'],
    ['regexp', '!/boss/ x'],
    ['regexp', 'if /boss/'],
    ['regexp', '/(boss)/ $1@out.example'],
    ['regexp', '/boss/ $1@out.example'],
  ])('refuses %s %j', (format, line) => {
    const { rules, problems } = rulesOf(`${line}\n`, format);
    expect(rules).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test('rules that are written as regexp are read back the same, whatever text they look for', () => {
    const rule = fc.tuple(fc.stringMatching(/^[\x21-\x7e]{1,12}$/), local);
    fc.assert(
      fc.property(fc.uniqueArray(rule, { selector: ([text]) => text.toLowerCase(), maxLength: 8 }), (list) => {
        const rules = list.map(([contains, to]): AutoBccRule => ({ match: 'to', contains, to }));
        const { text, problems } = writeBccTable(rules, 'regexp', 'to', 'example.com');
        expect(problems).toEqual([]);
        expect(readBccTable(text, 'regexp', 'to', 'example.com')).toEqual({ rules, notes: [], problems: [] });
      }),
    );
  });

  test('rules that a hash cannot say are told, and those for all messages belong into main.cf', () => {
    const rules: AutoBccRule[] = [
      { match: 'from', contains: '@example.com', to: 'ann' },
      { match: 'from', contains: 'boss', to: 'ann' },
      { match: 'from', contains: '@example.com', to: 'bob' },
      { match: 'to', contains: 'x@example.com', to: 'ann' },
      { match: 'all', contains: '', to: 'archive@out.example' },
    ];
    expect(writeBccTable(rules, 'hash', 'from', 'example.com')).toMatchObject({
      text: '# sender_bcc_maps of example.com\n@example.com ann@example.com\n',
      notes: ['for all messages: always_bcc = archive@out.example in main.cf'],
      problems: [{ path: 'autoBcc "boss"' }, { path: 'autoBcc "@example.com"' }],
    });
  });
});
