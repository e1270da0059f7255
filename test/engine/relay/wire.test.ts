import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeReply } from '../../../src/engine/relay/server-reply.ts';
import { wireBlocks, wireMessage } from '../../../src/engine/relay/wire-message.ts';
import { DataReader } from '../../../src/engine/smtp/data-reader.ts';

const wire = (message: string): string =>
  Buffer.concat([...wireMessage(Buffer.from(message, 'latin1'))]).toString('latin1');

describe('a message on the wire', () => {
  test.each([
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['a\r\n\r\n', 'a\r\n\r\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['a\r\n.\r\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r.\rb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r.\r\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\n.\r\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\n.\rb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\r\n.\r\r\nb', 'a\r\n\r\n..\r\n\r\nb\r\n.\r\n'],
    ['a\r', 'a\r\n.\r\n'],
    ['a\n', 'a\r\n.\r\n'],
  ])('%j is %j', (message, wanted) => {
    expect(wire(message)).toBe(wanted);
  });

  const hostile = fc.array(fc.constantFrom('\r', '\n', '\r\n', '.', 'a', '\0', '\x85')).map((parts) => parts.join(''));

  test('ends once, at its end, and has nothing bare, whatever it is made of', () => {
    fc.assert(
      fc.property(hostile, (message) => {
        const sent = wire(message);
        expect(sent.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(`\r\n${sent}`.indexOf('\r\n.\r\n')).toBe(sent.length - 3);
      }),
    );
  });

  test('is read back by our own server as the same lines', () => {
    fc.assert(
      fc.property(hostile, (message) => {
        const reader = new DataReader(1_000_000, () => true);
        const rest = reader.push(Buffer.from(wire(message), 'latin1'));
        expect(rest?.length).toBe(0);
        const lines = message.replace(/\r\n|\r|\n/g, '\r\n');
        const wanted = lines === '' || lines.endsWith('\r\n') ? lines : `${lines}\r\n`;
        expect(reader.message.toString('latin1')).toBe(wanted);
      }),
    );
  });

  test('sent as it is would be read as two messages: the negative control', () => {
    const reader = new DataReader(1_000_000, () => true);
    const rest = reader.push(Buffer.from('a\r\n.\r\nMAIL FROM:<evil@far.example>\r\n.\r\n'));
    expect(rest?.toString()).toContain('MAIL FROM:<evil@far.example>');
  });

  test('is cut into writes of 64 KiB, and none is lost', () => {
    const message = Buffer.from('.x\r\n'.repeat(100_000));
    const blocks = [...wireBlocks(message)].map((block) => Buffer.concat(block));
    expect(blocks.every(({ length }) => length <= 65_536)).toBe(true);
    expect(Buffer.concat(blocks).toString()).toBe(wire(message.toString()));
  });
});

describe('a reply', () => {
  const take = (text: string) => takeReply(Buffer.from(text, 'latin1'));

  test('may have several lines, and is not there before its last', () => {
    expect(take('250-a\r\n250-b\r\n')).toEqual({ kind: 'more' });
    expect(take('250-a\r\n250 b\r\nrest')).toMatchObject({ kind: 'taken', reply: { code: 250, lines: ['a', 'b'] } });
    expect(take('250\r\n')).toMatchObject({ reply: { code: 250, lines: [''] } });
  });

  test.each([
    ['550 5.1.1 who?', '5.1.1'],
    ['550 who?', '5.0.0'],
    ['450 5.1.1 contradicts itself', '4.0.0'],
    ['250 2.1.5 Ok', '2.1.5'],
    ['354 go', '2.0.0'],
    ['550 5.1.1000 too much', '5.0.0'],
  ])('%j has the status %s', (line, status) => {
    expect(take(`${line}\r\n`)).toMatchObject({ reply: { status } });
  });

  test.each(['hello', '99 x', '25 x', '600 x', '250_x', '', `250 ${'x'.repeat(3000)}`])('%j is none', (line) => {
    expect(take(`${line}\r\n`)).toEqual({ kind: 'broken' });
  });

  test('is bounded in lines', () => {
    expect(take('250-x\r\n'.repeat(101))).toEqual({ kind: 'broken' });
  });
});
