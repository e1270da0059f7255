import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ANCHOR_LENGTHS,
  AnchorTable,
  anchorKey,
  searchAnchors,
} from '../../../src/engine/antivirus/signatures/anchor-table.ts';
import { parseDatabase } from '../../../src/engine/antivirus/signatures/parse-database.ts';
import { createSignatureSet } from '../../../src/engine/antivirus/signatures/signature-set.ts';

const setOf = async (databases: Readonly<Record<string, string>>) =>
  createSignatureSet(
    await Promise.all(Object.entries(databases).map(([file, text]) => parseDatabase(file, Buffer.from(text)))),
  );
const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** Matches one signature against text. */
async function matches(signature: string, data: string | Buffer, isMail = false): Promise<boolean> {
  const set = await setOf({ 'test.ndb': `Test:${signature}\n` });
  expect(set.reports[0]?.problems).toEqual([]);
  return (await set.match(Buffer.from(data as string, 'latin1'), isMail)) !== 'none';
}

describe('a body signature', () => {
  test.each([
    [`0:*:${hex('virus')}`, 'a virus here', true],
    [`0:*:${hex('virus')}`, 'a viru', false],
    [`0:*:${hex('vi')}??${hex('us')}`, 'viRus', true],
    [`0:*:${hex('vi')}7?${hex('us')}`, 'virus', true],
    [`0:*:${hex('vi')}6?${hex('us')}`, 'virus', false],
    [`0:*:${hex('bad')}*${hex('code')}`, 'bad, very bad code', true],
    [`0:*:${hex('bad')}*${hex('code')}`, 'code is bad', false],
    [`0:*:${hex('abc')}*${hex('cde')}`, 'abcde', false],
    [`0:*:${hex('bad')}{3}${hex('code')}`, 'bad...code', true],
    [`0:*:${hex('bad')}{3}${hex('code')}`, 'bad..code', false],
    [`0:*:${hex('bad')}{-3}${hex('code')}`, 'bad..code', true],
    [`0:*:${hex('bad')}{-3}${hex('code')}`, 'bad....code', false],
    [`0:*:${hex('bad')}{4-}${hex('code')}`, 'bad.....code', true],
    [`0:*:${hex('bad')}{4-}${hex('code')}`, 'bad...code', false],
    [`0:*:${hex('bad')}{2-4}${hex('code')}`, 'bad....code', true],
    [`0:*:${hex('bad')}{2-4}${hex('code')}`, 'bad.code', false],
    [`0:*:${hex('bad')}(${hex('x')}|${hex('yz')})${hex('code')}`, 'badyzcode', true],
    [`0:*:${hex('bad')}(${hex('x')}|${hex('yz')})${hex('code')}`, 'badzcode', false],
    [`0:*:${hex('bad')}!(${hex('x')}|${hex('y')})${hex('code')}`, 'badzcode', true],
    [`0:*:${hex('bad')}!(${hex('x')}|${hex('y')})${hex('code')}`, 'badxcode', false],
    [`0:*:${hex('bad!')}[2-3]${hex('x')}`, 'bad!..x', true],
    [`0:0:${hex('MZbad')}`, 'MZbad', true],
    [`0:0:${hex('MZbad')}`, ' MZbad', false],
    [`0:2,3:${hex('code')}`, '.....code', true],
    [`0:2,3:${hex('code')}`, '......code', false],
    [`0:EOF-4:${hex('code')}`, 'my code', true],
    [`0:EOF-4:${hex('code')}`, 'my code.', false],
    [`0:EOF-4,2:${hex('code')}`, 'my code..', true],
    // The later of two beginnings is the one that goes on.
    [`0:*:${hex('abab')}${hex('c')}{-1}${hex('dd')}`, 'ababxababcdd', true],
    [`0:*:${hex('head')}*${hex('tail')}`, `head${'x'.repeat(600_000)}tail`, true],
  ])('%s in %.20s: %s', async (signature, data, expected) => {
    expect(await matches(signature, data)).toBe(expected);
  });

  test.each([
    [1, 'MZ and code', true],
    [1, 'ZM and code', false],
    [3, '<html>\n  A  CODE', true],
    [3, 'no tag and code', false],
    [5, 'GIF89a code', true],
    [6, '\x7fELF code', true],
    [7, 'Some   CODE', true],
    [7, 'bytes \0 code', false],
    [10, '%PDF-1.7 code', true],
  ])('for target %d in %j: %s', async (target, data, expected) => {
    expect(await matches(`${target}:*:${hex('code')}`, data)).toBe(expected);
  });
  test('for mail is tried on whole messages alone', async () => {
    expect(await matches(`4:*:${hex('code')}`, 'Subject: x\r\n\r\ncode', true)).toBe(true);
    expect(await matches(`4:*:${hex('code')}`, 'Subject: x\r\n\r\ncode', false)).toBe(false);
  });
  test('of text sees one spelling of blanks and letters', async () => {
    expect(
      await matches(
        `3:*:${hex('<a href="http://evil.example"> your bank')}`,
        '<A\r\n HREF="http://Evil.example">\tYour  Bank',
      ),
    ).toBe(true);
  });

  /** A reference that shares nothing with the search: the signature as a regular expression over one character a byte. */
  const reference = (parts: readonly string[]): RegExp => {
    const any = '[\\s\\S]';
    const byte = (pair: string): string => {
      if (pair === '??') return any;
      const codes = Array.from({ length: 256 }, (_, code) => code).filter((code) => {
        const text = code.toString(16).padStart(2, '0');
        return [...pair].every((digit, index) => digit === '?' || digit === text[index]);
      });
      return `[${codes.map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join('')}]`;
    };
    const bytes = (text: string): string => (text.match(/../g) ?? []).map(byte).join('');
    const source = parts.map((part) => {
      if (part === '*') return `${any}*`;
      const gap = /^\{(\d*)(-?)(\d*)\}$/.exec(part);
      if (gap) return gap[2] === '' ? `${any}{${gap[1]}}` : `${any}{${gap[1] || 0},${gap[3]}}`;
      const choice = /^(!?)\((.*)\)$/.exec(part);
      if (choice) {
        const options = (choice[2] ?? '').split('|').map(bytes);
        return choice[1] === '!' ? `(?!${options.join('|')})${any}` : `(?:${options.join('|')})`;
      }
      return bytes(part);
    });
    return new RegExp(source.join(''));
  };
  // An alphabet of two letters, so that much nearly matches and some does.
  const pair = fc.constantFrom('61', '62', '61', '62', '??', '6?', '?1');
  const fixed = fc.array(fc.constantFrom('61', '62'), { minLength: 2, maxLength: 2 }).map((pairs) => pairs.join(''));
  const loose = fc.array(pair, { minLength: 0, maxLength: 2 }).map((pairs) => pairs.join(''));
  const joint = fc.constantFrom('*', '{2}', '{-2}', '{1-3}', '{2-}', '(61|6262)', '!(61|63)', '(6161|62)');
  const signature = fc
    .tuple(fixed, loose, fc.array(fc.tuple(joint, fixed, loose), { maxLength: 2 }), fixed)
    .map(([first, more, rest, last]) => [first, more, ...rest.flat(), last]);
  const data = fc.array(fc.constantFrom('a', 'b'), { maxLength: 40 }).map((letters) => letters.join(''));

  test('matches where a regular expression of the same meaning does', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(signature, fc.array(data, { minLength: 5, maxLength: 5 }), async (parts, texts) => {
        const set = await setOf({ 'test.ndb': `Test:0:*:${parts.join('')}` });
        // Some have too little that is fixed to be searched for.
        if (set.signatures === 0) return;
        for (const text of texts) {
          const expected = reference(parts).test(text);
          if (expected) found += 1;
          expect(await set.match(Buffer.from(text), false)).toEqual(expected ? { name: 'Test' } : 'none');
        }
      }),
      { numRuns: 1000, seed: 7 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

describe('a hash signature', () => {
  const data = Buffer.from('some file');
  const digest = (algorithm: string): string => createHash(algorithm).update(data).digest('hex');
  test.each([
    ['test.hdb', `${digest('md5')}:9:Test`, true],
    ['test.hdb', `${digest('md5').toUpperCase()}:*:Test:73`, true],
    ['test.hsb', `${digest('sha1')}:9:Test`, true],
    ['test.hsb', `${digest('sha256')}:9:Test`, true],
    ['test.hsb', `${digest('sha256')}:*:Test:73`, true],
    ['test.hdb', `${digest('md5')}:10:Test`, false],
    ['test.hdb', `${digest('md5').slice(0, 12)}${'0'.repeat(20)}:9:Test`, false],
  ])('of %s, %s: %s', async (file, line, expected) => {
    const set = await setOf({ [file]: line });
    expect(await set.match(data, false)).toEqual(expected ? { name: 'Test' } : 'none');
  });
});

describe('a database', () => {
  test('tells every bad line, with its number and the reason, and uses the others', async () => {
    const lines = [
      '# a comment',
      `Good:0:*:${hex('virus')}`,
      'Bad:0:*:zz',
      'Bad:99:*:61616161',
      'Bad:0:nowhere:61616161',
      ':0:*:61616161',
      '',
      'Bad:0:*:6161{x}6161',
      'Bad:0:*:6161{5-2}6161',
      'Bad:0:*:61616161*{2}',
      'Short:0:*:6161',
      'Program:1:EP+0:6161616161',
      'Wide:0:*:61616161{0-9999}61616161',
      'Edge:0:*:(B)61616161',
      'Tiny:0:*:61616161*61',
      `Windows:0:*:${hex('virus2')}\r`,
    ];
    const { report } = await parseDatabase('test.ndb', Buffer.from(lines.join('\n')));
    expect(report).toMatchObject({ signatures: 2, badLines: 7, unsupportedLines: 5 });
    expect(report.problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15]);
    for (const { why } of report.problems) expect(why.length).toBeGreaterThan(5);
  });
  test('keeps the first twenty problems and counts the rest', async () => {
    const { report } = await parseDatabase('test.hdb', Buffer.from('nonsense\n'.repeat(1000)));
    expect(report).toMatchObject({ signatures: 0, badLines: 1000 });
    expect(report.problems).toHaveLength(20);
  });
  test.each(['', '\n\n', '\0'.repeat(200_000), ':'.repeat(1000), '\xff'.repeat(100)])(
    'never throws: %.10j',
    async (text) => {
      for (const file of ['a.ndb', 'a.hdb', 'a.hsb'])
        expect((await parseDatabase(file, Buffer.from(text, 'latin1'))).report.signatures).toBe(0);
    },
  );
  test('several are searched together, and the name is of the one that matched', async () => {
    const set = await setOf({
      'one.ndb': `One:0:*:${hex('first virus')}`,
      'two.ndb': `A:0:*:${hex('nothing')}\nTwo:0:*:${hex('second virus')}`,
      'three.hdb': `${createHash('md5').update('third').digest('hex')}:5:Three`,
    });
    expect(set.signatures).toBe(4);
    expect(await set.match(Buffer.from('a second virus'), false)).toEqual({ name: 'Two' });
    expect(await set.match(Buffer.from('a first virus'), false)).toEqual({ name: 'One' });
    expect(await set.match(Buffer.from('third'), false)).toEqual({ name: 'Three' });
  });
});

describe('the search', () => {
  test('finds every place of every anchor, whatever the slices', () => {
    for (const length of ANCHOR_LENGTHS)
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom(0x61, 0x62), { minLength: 1, maxLength: 60 }).map((codes) => Buffer.from(codes)),
          fc.array(
            fc
              .array(fc.constantFrom(0x61, 0x62), { minLength: length, maxLength: length })
              .map((codes) => Buffer.from(codes)),
            { minLength: 1, maxLength: 8 },
          ),
          fc.nat({ max: 60 }),
          (bytes, anchors, cut) => {
            const keys = anchors.map((anchor) => anchorKey(anchor, 0, length));
            const table = new AnchorTable(
              length,
              Uint32Array.from(keys, ({ hi }) => hi),
              Uint32Array.from(keys, ({ lo }) => lo),
            );
            const found: string[] = [];
            const note = (_table: AnchorTable, anchor: number, at: number): boolean => {
              found.push(`${anchor}@${at}`);
              return false;
            };
            const middle = Math.min(cut, bytes.length);
            searchAnchors([table], bytes, 0, middle, note);
            searchAnchors([table], bytes, middle, bytes.length, note);
            const wanted = anchors.flatMap((anchor, index) =>
              Array.from({ length: bytes.length }, (_, at) => at)
                .filter((at) => bytes.subarray(at, at + length).equals(anchor))
                .map((at) => `${index}@${at}`),
            );
            expect(found.sort()).toEqual(wanted.sort());
          },
        ),
        { numRuns: 300, seed: 3 },
      );
  });

  const lines = (count: number, body: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => `Test-${index}:0:*:${body(index)}`).join('\n');
  /** Bytes that repeat for nobody: a multiplicative walk. */
  const noise = (bytes: number): Buffer => {
    const out = Buffer.alloc(bytes);
    for (let at = 0, word = 1; at < bytes; at += 4) {
      word = Math.imul(word, 1664525) + 1013904223;
      if (at + 4 <= bytes) out.writeInt32LE(word | 0, at);
    }
    return out;
  };

  test('of 100,000 signatures over 1 MiB takes a moment, and so does one that nearly matches everywhere', async () => {
    const many = await setOf({ 'many.ndb': lines(100_000, (i) => createHash('sha256').update(`${i}`).digest('hex')) });
    expect(many.signatures).toBe(100_000);
    const started = performance.now();
    expect(await many.match(noise(1024 ** 2), false)).toBe('none');
    // [M] 14 ms; a search that looked for one signature after the other would take 100,000 times 0.1 ms or more.
    expect(performance.now() - started).toBeLessThan(2000);
  });
  test.each([
    [
      'the same anchor at every byte',
      lines(2000, (i) => `${hex('aaaaaaaa')}{-200}${hex(`b${i}`)}`),
      'a'.repeat(1024 ** 2),
    ],
    [
      'gaps within gaps',
      lines(50, (i) => `${hex('aaaa')}{-4000}${hex('aaaa')}{-4000}${hex(`aab${i}`)}`),
      'a'.repeat(1024 ** 2),
    ],
    ['many parts', lines(500, (i) => `${hex('aaaa')}*${hex('bbbb')}*${hex(`cc${i}c`)}`), 'aaaabbbb'.repeat(131_072)],
  ])('is given up when it needs too many comparisons: %s', async (_what, database, data) => {
    const set = await setOf({ 'test.ndb': database });
    const started = performance.now();
    const outcome = await set.match(Buffer.from(data), false);
    expect(['none', 'exhausted']).toContain(outcome);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
