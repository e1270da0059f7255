import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataReader } from '../../../src/engine/smtp/data-reader.ts';
import { NOT_AN_END } from './smuggling.ts';

interface Reading {
  readonly reader: DataReader;
  /** What followed the end; null when there was no end. */
  readonly rest: string | null;
}

/** Reads `text` in pieces that end at the given places. */
function read(
  text: string,
  cuts: readonly number[] = [],
  maxBytes = 1_000_000,
  reserve = (_: number) => true,
): Reading {
  const reader = new DataReader(maxBytes, reserve);
  const bytes = Buffer.from(text, 'latin1');
  const places = [...cuts, bytes.length];
  let from = 0;
  for (const to of places) {
    const rest = reader.push(bytes.subarray(from, to));
    if (rest !== null) return { reader, rest: Buffer.concat([rest, bytes.subarray(to)]).toString('latin1') };
    from = to;
  }
  return { reader, rest: null };
}

const everyByte = (text: string): number[] => [...text].map((_, index) => index);

describe('the end of a message', () => {
  test.each(NOT_AN_END)('is not %j, whole, byte by byte, at any edge, and behind the size limit', (sequence) => {
    const text = `Subject: x\r\n\r\nfirst${sequence}MAIL FROM:<evil@example.net>\r\n`;
    const ways: readonly (readonly number[])[] = [[], everyByte(text), ...everyByte(text).map((at) => [at])];
    for (const cuts of ways)
      for (const maxBytes of [1_000_000, 10]) {
        const { reader, rest } = read(`${text}.\r\nnext`, cuts, maxBytes);
        expect(rest).toBe('next');
        expect(reader.bareLineEnd || reader.nul).toBe(true);
      }
  });

  test('would be one for a reader that is looser in any way: the table is worth its while', () => {
    const lineEnds = ['\r\n', '\n', '\r', '\r\r\n', '\n\r'];
    const looseEnd = (text: string): boolean =>
      lineEnds.some((before) => lineEnds.some((after) => text.includes(`${before}.${after}`))) ||
      /\r\n\.\r\n/.test(text.replaceAll('\0', ''));
    expect(NOT_AN_END.filter((sequence) => !looseEnd(`x${sequence}x`))).toEqual([]);
  });

  test('is CR LF . CR LF, or . CR LF at the beginning', () => {
    expect(read('a\r\n.\r\nrest').rest).toBe('rest');
    expect(read('.\r\nrest').rest).toBe('rest');
    expect(read('.\r\n').reader.message.toString()).toBe('');
    expect(read('a\r\n..\r\n').rest).toBeNull();
    expect(read('a\r\n.').rest).toBeNull();
    expect(read('a\r\n.\r').rest).toBeNull();
  });

  test('takes the added dot from every line that begins with one', () => {
    const { reader } = read('..one\r\na.b\r\n...\r\n.two\r\n.\r\n');
    expect(reader.message.toString()).toBe('.one\r\na.b\r\n..\r\ntwo\r\n');
    expect(reader.bareLineEnd).toBe(false);
  });

  test('gives back any lines that a right client sends, in any pieces', () => {
    const line = fc.string({ unit: fc.constantFrom('.', 'a', ' ', '\t', '\xff'), maxLength: 6 });
    const property = fc.property(fc.array(line), fc.array(fc.nat(60)), (lines, places) => {
      const message = lines.map((text) => `${text}\r\n`).join('');
      const wire = `${lines.map((text) => `${text.startsWith('.') ? '.' : ''}${text}\r\n`).join('')}.\r\nQUIT`;
      const cuts = [...new Set(places)].filter((place) => place < wire.length).sort((a, b) => a - b);
      const { reader, rest } = read(wire, cuts);
      expect(rest).toBe('QUIT');
      expect(reader.message.toString('latin1')).toBe(message);
      expect(reader.bareLineEnd || reader.nul || reader.tooLarge).toBe(false);
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
  });
});

describe('the bounds', () => {
  test('a message of exactly the limit is taken, one byte more is not', () => {
    expect(read(`${'a'.repeat(8)}\r\n.\r\n`, [], 10).reader.tooLarge).toBe(false);
    expect(read(`${'a'.repeat(9)}\r\n.\r\n`, [], 10).reader.tooLarge).toBe(true);
  });

  test('memory is asked for before it is taken, and little more than the message', () => {
    const asked: number[] = [];
    read(`${'a'.repeat(100_000)}\r\n.\r\n`, everyByte('a'.repeat(100_000)), 150_000, (bytes) => {
      asked.push(bytes);
      return true;
    });
    expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(100_000 + 16_384);
    expect(asked.length).toBeLessThan(10);
  });

  test('a part of what the socket gave does not hold all of it', () => {
    const reader = new DataReader(100_000, () => true);
    const given = Buffer.alloc(65_536, 'a');
    reader.push(given.subarray(0, 5000));
    expect(reader.message.buffer.byteLength).toBe(5000);
  });

  test('without memory the message is read to its end and is overloaded', () => {
    const { reader, rest } = read('abc\r\n.\r\nrest', [], 1000, () => false);
    expect(rest).toBe('rest');
    expect(reader.overloaded).toBe(true);
  });
});
