import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CfEnvelope } from '../../../src/stages/antispam/observe/cf/cf-envelope.ts';
import { CfMatcher } from '../../../src/stages/antispam/observe/cf/cf-matcher.ts';
import { parseCfRules } from '../../../src/stages/antispam/observe/cf/cf-rule-set.ts';
import { CfTexts } from '../../../src/stages/antispam/observe/cf/cf-texts.ts';
import { mail } from './fixtures.ts';

setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

const ENVELOPE: CfEnvelope = {
  clientAddress: '192.0.2.7',
  clientName: 'mail.sender.test',
  helo: 'helo.sender.test',
  sender: 'bounce@sender.test',
  hostname: 'mx.example.net',
};
const NOBODY: ReadonlySet<number> = new Set();
const run = (rules: readonly string[], message: Buffer, envelope = ENVELOPE, withBayes = false) =>
  new CfMatcher(parseCfRules([{ name: 'test.cf', text: rules.join('\n') }]).rules).match(
    new CfTexts(message, envelope),
    {
      withBayes,
      without: NOBODY,
      entering: () => {},
    },
  );
const hits = (rules: readonly string[], message: Buffer, envelope?: CfEnvelope): string[] =>
  run(rules, message, envelope).map(({ rule }) => rule);

const LETTER = mail(
  'Received: from out.relay.test (unknown [198.51.100.9]) by mx.middle.test with ESMTP id 4XyZ; Mon, 1 Jan 2024 10:00:00 +0000',
  'From: "Ann \'Q\' Smith" <ann@sender.test>',
  'To: bob@example.net, "Carl" <carl@example.net>',
  'Cc: dora@example.net',
  'Subject: =?utf-8?q?Sch=C3=B6ner?= offer',
  ' for you',
  'X-Odd:   value',
  'X-Odd: again',
  'X-Origin: [203.0.113.5]',
  'Message-ID: <1@sender.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<p>First <b>para</b>graph with caf=E9<br>line two</p><p>Visit <a href=3D"http://evil.test/%70ay">here</a>',
  '<img src=3D"//pix.test/a.png"> write to help@evil.test</p>',
  '--b',
  'Content-Type: application/zip; name="bill.zip"',
  'Content-Disposition: attachment',
  '',
  'PK',
  '--b--',
);

describe('rules on header fields look at', () => {
  const cases: [string, string][] = [
    ['decoded and unfolded values, in UTF-8', 'Subject =~ /^Sch\\xc3\\xb6ner offer for you$/'],
    ['values as written', 'Subject:raw =~ /=\\?utf-8\\?q\\?.*\\n for you$/'],
    ['all fields of a name', 'X-Odd =~ /^value\\nagain$/'],
    ['the first of them', 'X-Odd:first =~ /^value$/'],
    ['the last of them', 'X-Odd:last =~ /^again$/'],
    ['addresses', 'From:addr =~ /^ann\\@sender\\.test$/'],
    ['several addresses', 'To:addr =~ /^bob\\@example\\.net\\ncarl\\@example\\.net$/'],
    ['names', "From:name =~ /^Ann 'Q' Smith$/"],
    ['To and Cc together', 'ToCc =~ /bob.*\\n.*dora/'],
    ['the sender of the envelope', 'EnvelopeFrom =~ /^bounce\\@sender\\.test$/'],
    ['all message identifiers', 'MESSAGEID =~ /<1\\@sender/'],
    ['the whole header', 'ALL =~ /^X-Odd: +value$/m'],
    ['the whole header as written', 'ALL:raw =~ /offer\\n for you\\nX-Odd/'],
    ['an address of the network', 'X-Origin:ip =~ /^203\\.0\\.113\\.5$/'],
    ['the same reversed', 'X-Origin:revip =~ /^5\\.113\\.0\\.203$/'],
    [
      'the client',
      'X-Spam-Relays-External =~ /^\\[ ip=192\\.0\\.2\\.7 rdns=mail\\.sender\\.test helo=helo\\.sender\\.test by=mx\\.example\\.net /',
    ],
    [
      'servers before it',
      'X-Spam-Relays-Untrusted =~ /\\] \\[ ip=198\\.51\\.100\\.9 rdns= helo=out\\.relay\\.test by=mx\\.middle\\.test ident= envfrom= intl=0 id=4XyZ /',
    ],
    ['nothing where there is none', 'Missing =~ /^$/'],
    ['what stands for a missing field', 'Missing =~ /^none$/ [if-unset: none]'],
    ['negated expressions', 'Subject !~ /nothing/'],
    ['whether a field is there', 'exists:x-odd'],
  ];
  test.each(cases)('%s', (_what, definition) => {
    expect(hits([`header A ${definition}`], LETTER)).toEqual(['A']);
  });
  test.each(['Subject =~ /for you./', 'Missing =~ /./', 'exists:Missing', 'Subject !~ /offer/', 'EnvelopeFrom =~ /x/'])(
    'and do not hold where they do not: %s',
    (definition) => {
      expect(hits([`header A ${definition}`], LETTER)).toEqual([]);
    },
  );
});

describe('rules on content look at', () => {
  const cases: [string, string][] = [
    ['the subject as the first line', 'body A /^Sch\\xc3\\xb6ner offer/'],
    ['paragraphs as a reader sees them', 'body A /^First paragraph with caf\\xc3\\xa9 line two\\n?$/'],
    ['paragraphs apart', 'body A /^Visit here/'],
    ['the text with its tags', 'rawbody A /<b>para<\\/b>graph with caf\\xe9/'],
    ['links', 'uri A m{^http://evil\\.test/%70ay$}'],
    ['links without escapes', 'uri A m{^http://evil\\.test/pay$}'],
    ['pictures', 'uri A m{^//pix\\.test/}'],
    ['addresses as links', 'uri A /^mailto:help\\@evil\\.test$/'],
    ['all of it', 'full A /Content-Transfer-Encoding: quoted-printable\\n\\n<p>/'],
    ['the fields of parts', 'mimeheader A Content-Type =~ /^application.zip/'],
    ['parts without a field', 'mimeheader A Content-Disposition !~ /inline/'],
  ];
  test.each(cases)('%s', (_what, definition) => {
    expect(hits([definition], LETTER)).toEqual(['A']);
  });
  test('no encoded attachment', () => {
    expect(hits(['rawbody A /PK/', 'body B /PK/'], LETTER)).toEqual([]);
  });
  test('the body without the subject where told', () => {
    expect(hits(['body A /offer/', 'body B /offer/', 'tflags B nosubject'], LETTER)).toEqual(['A']);
  });
});

describe('the result', () => {
  test('is the points of the rules that hold, by whether the classifier takes part', () => {
    const rules = ['body A /offer/', 'score A 1 2 3 4', 'body B /nothing/', 'body C /here/', 'score C -0.5'];
    expect(run(rules, LETTER)).toEqual([
      { rule: 'A', score: 1 },
      { rule: 'C', score: -0.5 },
    ]);
    expect(run(rules, LETTER, ENVELOPE, true)[0]).toEqual({ rule: 'A', score: 3 });
  });
  test('of meta rules comes from their parts, which give no points themselves', () => {
    const rules = [
      'body __A /offer/',
      'body __B /nothing/',
      'meta C __A && !__B',
      'meta D C && __B',
      'meta E (__A + C) > 1',
      'body __F /e/',
      'tflags __F multiple',
      'meta G __F > 5',
      'tflags __H multiple maxhits=2',
      'body __H /e/',
      'meta I __H > 2',
    ];
    expect(hits(rules, LETTER)).toEqual(['C', 'E', 'G']);
  });
  test('of a meta rule with an unknown part holds only when it is sure to', () => {
    const rules = [
      'body __A /offer/',
      'header __X eval:check_x()',
      'meta B __A && !__X',
      'meta C __A || __X',
      'meta D __A + __X >= 1',
    ];
    expect(hits(rules, LETTER)).toEqual(['C', 'D']);
  });
  test('of rules that ask for themselves is none', () => {
    expect(hits(['meta A A', 'meta B !C', 'meta C !B', 'meta D D || 1'], LETTER)).toEqual(['D']);
  });
  test('leaves out what it is told to leave out', () => {
    const { rules } = parseCfRules([{ name: 'x.cf', text: 'body A /offer/\nbody B /offer/\nmeta C A\nmeta D !A' }]);
    const entered: number[] = [];
    const found = new CfMatcher(rules).match(new CfTexts(LETTER, ENVELOPE), {
      withBayes: false,
      without: new Set([0]),
      entering: (place) => entered.push(place),
    });
    expect(found.map(({ rule }) => rule)).toEqual(['B']);
    expect(entered).toEqual([1]);
  });
});

describe('hostile mail', () => {
  const RULES = [
    'header A ALL =~ /^x/m',
    'header B From:addr =~ /x/',
    'header C X-Spam-Relays-External =~ /x/',
    'header D Received =~ /x/',
    'header E To:name =~ /x/',
    'body F /\\bword\\b.{0,40}\\bother\\b/i',
    'rawbody G /<[^>]{0,50}x/',
    'uri H /x/',
    'full I /x$/',
    'mimeheader J ALL =~ /x/',
    'header K Subject:raw =~ /(?:a+)+$/',
  ];
  const MIB = 1024 ** 2;
  const parts = (count: number, type: string): string =>
    Array.from({ length: count }, () => `--c\r\nContent-Type: ${type}\r\n\r\nx\r\n`).join('');
  const bad: [string, Buffer][] = [
    [
      '100,000 fields',
      mail(...Array.from({ length: 100_000 }, (_, i) => `Received: from a${i} (b [192.0.2.1]) by c`), '', 'x'),
    ],
    ['100,000 addresses', mail(`From: ${'a@b.test, '.repeat(100_000)}`, '', 'x')],
    ['a word of a megabyte', mail('Subject: x', '', 'w'.repeat(MIB))],
    ['a subject of a megabyte', mail(`Subject: ${'a'.repeat(MIB)}b`, '', 'x')],
    ['a megabyte of empty lines', mail('Subject: x', '', '\r\n'.repeat(MIB / 2))],
    ['a megabyte of paragraphs', mail('Subject: x', '', 'word\r\n\r\n'.repeat(MIB / 8))],
    ['20,000 parts', Buffer.from(`Content-Type: multipart/mixed; boundary=c\r\n\r\n${parts(20_000, 'text/html')}`)],
    ['messages within messages', Buffer.from('Content-Type: message/rfc822\r\n\r\n'.repeat(10_000))],
    ['a megabyte of tags', mail('Content-Type: text/html', '', '<img src='.repeat(MIB / 9))],
    ['a megabyte of links', mail('Content-Type: text/html', '', '<a href="http://x.test/%41">x</a>'.repeat(MIB / 34))],
    ['a megabyte of addresses in the text', mail('Subject: x', '', 'a@b.test '.repeat(MIB / 9))],
    ['a charset that nobody knows', mail('Content-Type: text/plain; charset=x-none', '', '\xff\xfe\x80'.repeat(1000))],
    [
      'broken encoded words',
      mail('Subject: =?utf-8?b?////?= =?x?q?=?=?utf-8?q?=ZZ?=', 'From: =?utf-8?q?=00?= <a@b>', '', 'x'),
    ],
    ['nothing', Buffer.alloc(0)],
  ];
  test.each(bad)('%s is matched, soon', (_what, message) => {
    const started = performance.now();
    expect(() => run(RULES, message)).not.toThrow();
    expect(performance.now() - started).toBeLessThan(5000);
  });
  test('whatever the bytes, the same mail has the same hits', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ maxLength: 400 }).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        const message = Buffer.concat([Buffer.from('Subject: x\r\nContent-Type: text/html\r\n'), body]);
        expect(run(RULES, Buffer.from(message))).toEqual(run(RULES, Buffer.from(message)));
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
