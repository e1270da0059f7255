import { describe, expect, test } from 'vitest';
import { readHeader, trimBlanks } from '../../../src/engine/mime/header-fields.ts';

const fieldsOf = (text: string) => {
  const bytes = Buffer.from(text, 'latin1');
  return readHeader(bytes, 0, bytes.length, 100).fields.map(({ name, value }) => [name, value]);
};

describe('header fields', () => {
  test('are unfolded, and the blanks around name and value taken off', () => {
    expect(fieldsOf('A: b\r\nC \t:\t d \r\n\te  \r\n\r\nF: g')).toEqual([
      ['a', 'b'],
      ['c', 'd \te'],
    ]);
  });
  test.each([
    ['behind the text', `A: b${' '.repeat(1_000_000)}c`],
    ['in front of it', `A:${' '.repeat(1_000_000)}c`],
    ['at its end', `A: c${'\t'.repeat(1_000_000)}`],
    ['in the name', `A${' '.repeat(1_000_000)}b: c`],
  ])('a million blanks %s take no time to speak of', (_where, text) => {
    const start = performance.now();
    fieldsOf(`${text}\r\n\r\n`);
    // A regular expression for blanks at the end takes time with the square of their number: ten minutes here.
    expect(performance.now() - start).toBeLessThan(1000);
  });
  test.each([
    ['', ''],
    [' \t', ''],
    ['a', 'a'],
    [' a b\t', 'a b'],
    ['\u00a0a\n', '\u00a0a\n'],
  ])('the blanks around %j', (text, wanted) => {
    expect(trimBlanks(text)).toBe(wanted);
  });
});
