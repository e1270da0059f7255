import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddressList } from '../../../src/engine/imap/address-list.ts';
import { ArgumentReader, SyntaxFault } from '../../../src/engine/imap/argument-reader.ts';
import { dateTimeText, headerDay, parseDateTime } from '../../../src/engine/imap/date-time.ts';
import { readFetchItems } from '../../../src/engine/imap/fetch-items.ts';
import { matchesPattern } from '../../../src/engine/imap/list-pattern.ts';
import { decodeMailboxName, encodeMailboxName } from '../../../src/engine/imap/mailbox-name.ts';
import { stringText } from '../../../src/engine/imap/response-text.ts';
import { readSearchKeys } from '../../../src/engine/imap/search-keys.ts';
import { inIntervals, intervalsOf, placesIn, readSequenceSet, setText } from '../../../src/engine/imap/sequence-set.ts';

const readerOf = (text: string) => new ArgumentReader({ texts: [text], literals: [] });

describe('the grammar', () => {
  it('reads back every string as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', ' ', '{', '\xe9', '\r', '\n', ')') }), (value) => {
        const text = stringText(value);
        const literal = /^\{\d+\}\r\n([\s\S]*)$/.exec(text);
        const reader = literal
          ? new ArgumentReader({ texts: ['', ''], literals: [Buffer.from(literal[1] ?? '', 'latin1')] })
          : readerOf(text);
        expect(reader.string()).toBe(value);
        reader.end();
      }),
    );
  });

  it('meets any text with a value or a SyntaxFault, never with another error', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      'BODY',
      '[',
      ']',
      '<',
      '>',
      '1',
      '.',
      ',',
      ':',
      '*',
      ' ',
      '"',
      'NOT',
      'OR',
      'HEADER',
      'FIELDS',
      'UID',
      '\\',
    );
    const readers = [
      readFetchItems,
      readSequenceSet,
      (reader: ArgumentReader) => readSearchKeys(reader, { sequence: 9, uid: 9 }),
    ];
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom(...readers), (pieces, read) => {
        try {
          read(readerOf(pieces.join('')));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxFault);
        }
      }),
    );
  });

  it('finds in a set exactly the numbers that its ranges contain', () => {
    const end = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(null));
    const ascending = fc.uniqueArray(fc.integer({ min: 1, max: 30 })).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(fc.record({ from: end, to: end }), { minLength: 1 }), ascending, (set, numbers) => {
        const last = numbers.at(-1) ?? 0;
        const contains = (number: number) =>
          set.some(({ from, to }) => {
            const [a, b] = [from ?? last, to ?? last];
            return number >= Math.min(a, b) && number <= Math.max(a, b);
          });
        const expected = numbers.filter(contains);
        expect(placesIn(set, numbers).map((place) => numbers[place])).toEqual(expected);
        const intervals = intervalsOf(set, last);
        expect(numbers.filter((number) => inIntervals(intervals, number))).toEqual(expected);
      }),
    );
  });

  it('writes sets that read back as the same numbers', () => {
    const numbers = [1, 2, 3, 7, 9, 10];
    expect(setText(numbers)).toBe('1:3,7,9:10');
    const all = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(placesIn(readSequenceSet(readerOf(setText(numbers))), all).map((place) => place + 1)).toEqual(numbers);
  });

  it('gives every mailbox name one spelling, and takes no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        const expected = name.toUpperCase() === 'INBOX' ? 'INBOX' : name;
        expect(decodeMailboxName(encodeMailboxName(name))).toBe(expected);
      }),
    );
    for (const wire of ['&', '&AGE-', '&Jjo', '&Jjo!-', 'caf\xe9', '&AA-', '&-&', '&U,BTFw-&ZeVnLIqe-'])
      expect(decodeMailboxName(wire)).toBeNull();
    // RFC 3501 section 5.1.3.
    expect(decodeMailboxName('~peter/mail/&U,BTFw-/&ZeVnLIqe-')).toBe('~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e');
  });

  it('matches patterns like the regular expression they stand for', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 }).map((list) => list.join(''));
    const patterns = fc.array(fc.constantFrom('a', 'b', '/', '*', '%'), { maxLength: 6 }).map((list) => list.join(''));
    fc.assert(
      fc.property(patterns, letters, (pattern, name) => {
        const expression = new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/%/g, '[^/]*')}$`);
        expect(matchesPattern(pattern, name)).toBe(expression.test(name));
      }),
    );
  });

  it('keeps an internal date to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 250_000_000_000 }), (seconds) => {
        expect(parseDateTime(dateTimeText(seconds))).toBe(seconds);
      }),
    );
    expect(parseDateTime('30-Feb-2024 00:00:00 +0000')).toBeNull();
    expect(parseDateTime('01-Jan-2024 24:00:00 +0000')).toBeNull();
  });

  it('takes the day of a Date header as it is written there', () => {
    const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
    expect(headerDay('Tue, 14 Nov 2023 23:59:00 -0800')).toBe(day('2023-11-14'));
    expect(headerDay('1 Jan 99 00:00 GMT')).toBe(day('1999-01-01'));
    expect(headerDay('yesterday')).toBeNull();
  });

  it('reads addresses of every old form, in linear time', () => {
    expect(parseAddressList('<@relay.example:ann@example.org>, root, "x, y" <z@b.c>, Undisclosed:;')).toEqual([
      { name: null, mailbox: 'ann', host: 'example.org' },
      { name: null, mailbox: 'root', host: '' },
      { name: 'x, y', mailbox: 'z', host: 'b.c' },
      { name: null, mailbox: 'Undisclosed', host: null },
      { name: null, mailbox: null, host: null },
    ]);
    for (const bomb of ['(', '"', '\\', '<', '((a)', '"\\', ' ', 'a@', ':', ';'])
      expect(parseAddressList(bomb.repeat(200_000)).length).toBeLessThanOrEqual(10_001);
  });
});
