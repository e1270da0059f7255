import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Canonicalization, canonicalBody, hashBody } from '../../../src/engine/dkim/canonical-body.ts';
import { pickFields, signedHeader } from '../../../src/engine/dkim/canonical-header.ts';
import { readHeader } from '../../../src/engine/mime/header-fields.ts';

function body(text: string, how: Canonicalization): string {
  let out = '';
  for (const piece of canonicalBody(Buffer.from(text, 'latin1'), how)) out += piece.toString('latin1');
  return out;
}

const header = (text: string, names: readonly string[], how: Canonicalization): string => {
  const message = Buffer.from(text, 'latin1');
  const { fields } = readHeader(message, 0, message.length, 100);
  return signedHeader(message, pickFields(fields, names, null), 'DKIM-Signature: b=', how).toString('latin1');
};

/** RFC 6376 section 3.4.4 word for word, by regular expressions: slow, and plain to see. */
const relaxedByTheBook = (text: string): string => {
  const lines = text.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  const trimmed = lines.join('\r\n').replace(/(\r\n)+$/, '');
  return trimmed === '' ? '' : `${trimmed}\r\n`;
};

describe('the example of RFC 6376, section 3.4.5', () => {
  const fields = 'A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n';
  const text = ' C \r\nD \t E\r\n\r\n\r\n';
  test('relaxed', () => {
    expect(header(fields, ['a', 'b'], 'relaxed')).toBe('a:X\r\nb:Y Z\r\ndkim-signature:b=');
    expect(body(text, 'relaxed')).toBe(' C\r\nD E\r\n');
  });
  test('simple', () => {
    expect(header(fields, ['a', 'b'], 'simple')).toBe('A: X\r\nB : Y\t\r\n\tZ  \r\nDKIM-Signature: b=');
    expect(body(text, 'simple')).toBe(' C \r\nD \t E\r\n');
  });
});

describe('bodies', () => {
  test.each([
    ['', '', '\r\n'],
    ['\r\n', '', '\r\n'],
    ['\r\n\r\n\r\n', '', '\r\n'],
    [' \t\r\n \r\n', '', ' \t\r\n \r\n'],
    ['a', 'a\r\n', 'a\r\n'],
    ['a\r\n\r\nb', 'a\r\n\r\nb\r\n', 'a\r\n\r\nb\r\n'],
    ['a \r\n \r\nb\t\r\n\r\n', 'a\r\n\r\nb\r\n', 'a \r\n \r\nb\t\r\n'],
    ['\r\na', '\r\na\r\n', '\r\na\r\n'],
    ['caf\xc3\xa0\xa0\xa0x\r\n', 'caf\xc3\xa0\xa0\xa0x\r\n', 'caf\xc3\xa0\xa0\xa0x\r\n'],
  ])('%j', (text, relaxed, simple) => {
    expect(body(text, 'relaxed')).toBe(relaxed);
    expect(body(text, 'simple')).toBe(simple);
  });
  test('the hashes of an empty body are those of RFC 6376, sections 3.4.3 and 3.4.4', async () => {
    const hash = async (how: Canonicalization) =>
      (await hashBody(Buffer.alloc(0), how, null)).sha256.toString('base64');
    expect(await hash('simple')).toBe('frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=');
    expect(await hash('relaxed')).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });
  test('relaxed is what the standard says, word for word', () => {
    const piece = fc.constantFrom('a', 'bc', ' ', '\t', '  ', '\r\n', '\r\n\r\n', '\xa0');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        expect(body(text, 'relaxed')).toBe(relaxedByTheBook(text));
      }),
    );
  });
  test('a body larger than a slice comes to the same', () => {
    const text = `${'word  and\tword \r\n'.repeat(40_000)}\r\n\r\n`;
    expect(body(text, 'relaxed') === relaxedByTheBook(text)).toBe(true);
    expect(body(text, 'simple') === text.replace(/(\r\n)+$/, '\r\n')).toBe(true);
    const gap = `a${'\r\n'.repeat(200_000)}b`;
    expect(body(gap, 'relaxed') === `${gap}\r\n`).toBe(true);
  });
  test('a limit hashes the first bytes and tells how many there are', async () => {
    const text = Buffer.from('one  two\r\nthree\r\n\r\n');
    const { sha256, canonicalBytes } = await hashBody(text, 'relaxed', 5);
    expect(sha256).toEqual(createHash('sha256').update('one t').digest());
    expect(canonicalBytes).toBe('one two\r\nthree\r\n'.length);
  });
  test('ten megabytes of TAB CRLF take neither long nor much memory', async () => {
    const hostile = Buffer.from('\t\r\n'.repeat(3_400_000));
    const before = process.memoryUsage().rss;
    const start = performance.now();
    await hashBody(hostile, 'relaxed', null);
    // A regular expression or a buffer a line would need seconds and a gigabyte: 4.4 s and 1.4 GB in mailauth 4.13.3.
    expect(performance.now() - start).toBeLessThan(1500);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });
});

describe('header fields', () => {
  test('of several with one name the last comes first, and a name too many adds nothing', () => {
    const fields = 'A: 1\r\nB: x\r\nA: 2\r\na: 3\r\n\r\n';
    expect(header(fields, ['a', 'a'], 'relaxed')).toBe('a:3\r\na:2\r\ndkim-signature:b=');
    expect(header(fields, ['a', 'a', 'a', 'a', 'b'], 'relaxed')).toBe('a:3\r\na:2\r\na:1\r\nb:x\r\ndkim-signature:b=');
  });
  test.each([
    ['DKIM-Signature: v=1; b=abc; d=x', 'dkim-signature:v=1; b=; d=x'],
    ['DKIM-Signature: v=1; bh=abc; b = ab\r\n\tc  ', 'dkim-signature:v=1; bh=abc; b ='],
    ['DKIM-Signature:b=abc;bh=b=c', 'dkim-signature:b=;bh=b=c'],
    ['DKIM-Signature: v=1;\r\n b=\r\n abc\r\n ; t=1', 'dkim-signature:v=1; b=; t=1'],
  ])('%j without its signature', (field, wanted) => {
    const message = Buffer.from('From: x\r\n\r\n');
    expect(signedHeader(message, [], field, 'relaxed').toString()).toBe(wanted);
  });
  test('only space and tab are blanks', () => {
    expect(header('S: caf\xc3\xa0\x0b \x0cx\r\n\r\n', ['s'], 'relaxed')).toBe(
      's:caf\xc3\xa0\x0b \x0cx\r\ndkim-signature:b=',
    );
  });
});
