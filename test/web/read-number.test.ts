import { describe, expect, test } from 'vitest';
import { readNumber } from '../../web/state/read-number.ts';

describe('a typed number', () => {
  test.each([
    ['200', 200],
    [' 200 ', 200],
    ['1,000', 1000],
    ['1 000 000', 1_000_000],
    ['1\u202f000', 1000],
    ['1e3', 1000],
  ])('%j is understood', (text, value) => {
    expect(readNumber('users', text)).toEqual({ value, wanted: null });
  });

  test.each([
    ['2.5', 2.5],
    ['2,5', 2.5],
    ['0,125', 0.125],
  ])('%j is understood with its decimals', (text, value) => {
    expect(readNumber('years', text)).toEqual({ value, wanted: null });
  });

  test.each(['', ' ', 'abc', '-1', '+5', '12a', '1,00,0', '1 00', '0x10', 'Infinity', '1.2.3', '1_000', '٣'])(
    '%j is not, and what is accepted is said',
    (text) => {
      expect(readNumber('users', text)).toEqual({ value: null, wanted: 'a whole number from 1 to 1,000,000' });
    },
  );

  test('out of range is refused with the limits of that field', () => {
    expect(readNumber('coreSpeed', '0').wanted).toBe('a number from 0.01 to 100');
    expect(readNumber('drives', '1').wanted).toBe('a whole number from 2 to 500');
  });
});
