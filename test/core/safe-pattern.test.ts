import { describe, expect, test } from 'vitest';
import { refusalOfPattern } from '../../src/core/safe-pattern.ts';
import { linearPattern } from '../../src/stages/observe/linear-pattern.ts';

describe('a pattern of a user', () => {
  test.each([
    'confidential',
    'a+b*c?',
    '(?:x|y){2,3}',
    '(?<year>\\d{4})-\\d{2}',
    '[(?=a)\\]]+',
    '\\(\\?=',
    'a{64}',
    '\\@\\-',
    '\\u0041',
    '(a{8}){8}',
    'a{',
  ])('is let in: %s', (pattern) => {
    expect(refusalOfPattern(pattern)).toBeNull();
    expect(linearPattern(pattern, false)).not.toBeNull();
  });
  test.each([
    ['', /empty/],
    ['x'.repeat(1025), /1024/],
    ['a(?=b)', /look-around/],
    ['a(?!b)', /look-around/],
    ['(?<=a)b', /look-around/],
    ['(?<!a)b', /look-around/],
    ['(a)\\1', /back-references/],
    ['(?<n>a)\\k<n>', /back-references/],
    ['(?i)a', /groups/],
    ['a{65}', /multiply/],
    ['(a{9}){8}', /multiply/],
    ['((a{5}){5}b){3,}', /multiply/],
    ['(a{1,1000})+$', /multiply/],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, /deep/],
    ['(a', /regular expression/],
    ['a**', /regular expression/],
  ])('is refused: %s', (pattern, why) => {
    expect(refusalOfPattern(pattern)).toMatch(why);
    expect(linearPattern(pattern, false)).toBeNull();
  });
  test('two classes side by side and counts one behind the other do not multiply', () => {
    expect(refusalOfPattern('[a-z]{40}[0-9]{40}')).toBeNull();
    expect(refusalOfPattern('(ab)c{40}')).toBeNull();
  });
});

describe('a linear pattern', () => {
  test('finds what it should, with and without regard to case', () => {
    expect(linearPattern('ver.*ig', false)?.found('streng VERTRAULIG')).toBe(true);
    expect(linearPattern('ver.*ig', true)?.found('streng VERTRAULIG')).toBe(false);
    expect(linearPattern('straße', false)?.found('STRAßE')).toBe(true);
  });
  test.each(['(a+)+$', '(a|a)*b', '(a|aa)+$', '(.*)(.*)(.*)(.*)b', '(a{1,60})+$', '((a{1,8}){1,8})$'])(
    'takes time linear in the text: %s',
    (pattern) => {
      const compiled = linearPattern(pattern, false);
      const seconds = (characters: number): number => {
        const started = performance.now();
        expect(compiled?.found(`${'a'.repeat(characters)}!`)).toBe(false);
        return (performance.now() - started) / 1000;
      };
      // What is exponential would not end; 128 KiB at 2 µs a character are a quarter of a second.
      expect(seconds(128 * 1024)).toBeLessThan(5);
    },
  );
});
