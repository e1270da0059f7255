import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorDomains } from '../../../src/engine/dkim/author-domains.ts';
import { isAligned, organisationalDomain } from '../../../src/engine/dkim/organisational-domain.ts';
import { readHeader } from '../../../src/engine/mime/header-fields.ts';

function domains(header: string): readonly string[] | 'unreadable' {
  const bytes = Buffer.from(`${header}\r\n\r\n`);
  const authors = authorDomains(readHeader(bytes, 0, bytes.length, 100).fields);
  return authors.kind === 'known' ? authors.domains : 'unreadable';
}

describe('the domains of From', () => {
  test.each([
    ['From: ann@example.com', ['example.com']],
    ['From: Ann <ann@Example.COM>', ['example.com']],
    ['from : "Ann, of A" (at home (really)) <ann@example.com>', ['example.com']],
    ['From: Doe, Ann <ann@example.com>', ['example.com']],
    ['From: "eve@example.org" <ann@example.com>', ['example.com']],
    ['From: eve@example.org <ann@example.com>', ['example.com']],
    ['From: "ann@example.org \\" <x@example.org>" <ann@example.com>', ['example.com']],
    ['From: (eve@example.org) ann@example.com', ['example.com']],
    ['From: "ann@home"@example.com', ['example.com']],
    ['From: <@relay.example,@other.example:ann@example.com>', ['example.com']],
    ['From: ann @ example.com', ['example.com']],
    ['From: Ann\r\n\t<ann@example.com>', ['example.com']],
    ['From: ann@münchen.example', ['xn--mnchen-3ya.example']],
    ['From: ann@example.com.', ['example.com']],
    ['From: ann@localhost', ['localhost']],
    ['From: Team: ann@example.com, bob@example.org;', ['example.com', 'example.org']],
    ['From: ann@example.com, bob@example.com', ['example.com']],
    // Two readers could see two authors: both count.
    ['From: <ann@example.com> <eve@example.org>', ['example.com', 'example.org']],
    ['From: ann@example.com\r\nFrom: eve@example.org', ['example.com', 'example.org']],
  ])('%j', (header, wanted) => {
    expect(domains(header)).toEqual(wanted);
  });

  test.each([
    ['no From', 'Sender: ann@example.com'],
    ['an empty one', 'From:'],
    ['a name alone', 'From: Ann'],
    ['an empty group', 'From: undisclosed: ;'],
    ['an address literal', 'From: ann@[192.0.2.1]'],
    ['a domain that is none', 'From: ann@exa_mple!.com'],
    ['no domain', 'From: ann@'],
    ['a quote without end', 'From: "ann <ann@example.com>'],
    ['a comment without end', 'From: ((((ann) <ann@example.com>'],
    ['six fields', Array(6).fill('From: ann@example.com').join('\r\n')],
    ['six domains', `From: ${Array.from({ length: 6 }, (_, index) => `a@d${index}.example`).join(', ')}`],
    ['9 KB', `From: ${'x'.repeat(9000)} <ann@example.com>`],
    ['100,000 addresses', `From: ${'a@example.com,'.repeat(100_000)}`],
    ['an encoded word that hides the address', 'From: =?utf-8?q?ann=40example.com?='],
  ])('%s: nobody can tell', (_what, header) => {
    expect(domains(header)).toBe('unreadable');
  });

  test('any text is read soon, and to names that DNS can be asked for', () => {
    const piece = fc.constantFrom(
      'a',
      '@',
      'example.com',
      '<',
      '>',
      '"',
      '(',
      ')',
      ',',
      ';',
      ':',
      '\\',
      ' ',
      'ü',
      '[',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const found = domains(`From: ${pieces.join('')}`);
        if (found !== 'unreadable') for (const domain of found) expect(domain).toMatch(/^[a-z0-9._-]{1,253}$/);
      }),
    );
  });
});

describe('alignment (RFC 7489, section 3.1)', () => {
  test.each([
    ['example.com', 'example.com', true, true],
    ['example.com', 'mail.example.com', true, false],
    ['news.example.com', 'example.com', true, false],
    ['a.example.com', 'b.example.com', true, false],
    ['example.com', 'example.org', false, false],
    ['example.com', 'badexample.com', false, false],
    ['a.co.uk', 'b.co.uk', false, false],
    ['www.a.co.uk', 'mail.a.co.uk', true, false],
    // Customers of a host are strangers to each other.
    ['ann.github.io', 'eve.github.io', false, false],
    ['example.com', 'com', false, false],
    ['co.uk', 'a.co.uk', false, false],
    ['example.com', '', false, false],
    ['xn--mnchen-3ya.example', 'mail.xn--mnchen-3ya.example', true, false],
  ])('%s and %s: relaxed %s, strict %s', (author, authenticated, relaxed, strict) => {
    expect(isAligned(author, authenticated, false)).toBe(relaxed);
    expect(isAligned(author, authenticated, true)).toBe(strict);
  });
  test.each([
    ['a.b.example.com', 'example.com'],
    ['a.example.co.uk', 'example.co.uk'],
    ['com', 'com'],
    ['localhost', 'localhost'],
  ])('%s belongs to %s', (name, wanted) => {
    expect(organisationalDomain(name)).toBe(wanted);
  });
});
