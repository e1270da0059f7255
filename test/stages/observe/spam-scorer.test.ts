import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/problem.ts';
import { NO_CLASSIFIER } from '../../../src/stages/antispam/observe/classifier.ts';
import { parseSpamRules } from '../../../src/stages/antispam/observe/spam-rules.ts';
import { createSpamScorer } from '../../../src/stages/antispam/observe/spam-scorer.ts';
import { mail, NOW, subjectWith } from './fixtures.ts';

const text = readFileSync('models/antispam/rules.yaml', 'utf8');
const rules = parseSpamRules(text, 'rules.yaml');
const score = (message: Buffer, helo = 'mail.example.com') =>
  createSpamScorer(rules, NO_CLASSIFIER, () => NOW).score(message, subjectWith({ phase: 'data', helo, message }));
const rulesOf = async (message: Buffer, helo?: string) => (await score(message, helo)).rules;

const GTUBE = ['XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-', 'STANDARD-ANTI-UBE-', 'TEST-EMAIL*C.34X'].join('');
const DATE = new Date(NOW * 1000).toUTCString();
const FIELDS: Readonly<Record<string, string>> = {
  From: 'Ann <ann@example.com>',
  To: 'bob@example.net',
  Subject: 'Minutes of Tuesday',
  Date: DATE,
  'Message-ID': '<1.2@example.com>',
};

/** An honest message with some fields changed; null leaves one out. */
const letter = (fields: Readonly<Record<string, string | null>>, ...body: string[]): Buffer => {
  const lines = Object.entries({ ...FIELDS, ...fields }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return mail(...lines, '', ...body);
};
const html = (...body: string[]) => letter({ 'Content-Type': 'text/html; charset=utf-8' }, ...body);

describe('the rules of the house', () => {
  test('leave an honest letter alone', async () => {
    const message = letter(
      {},
      'Dear Bob, attached are the minutes of our meeting. See http://example.com/minutes for more. Ann',
    );
    expect(await score(message)).toEqual({ score: 0, rules: [], learned: 0 });
  });
  test('leave an honest answer in HTML below a single point', async () => {
    const message = html(
      '<p>Dear Bob,</p><p>the minutes are at <a href="https://example.com/minutes">www.example.com</a>.</p>',
    );
    expect((await score(message)).score).toBeLessThan(1);
  });
  test('find the test string for filters, however it is sent', async () => {
    expect((await score(letter({}, GTUBE))).score).toBeGreaterThanOrEqual(1000);
    const encoded = letter(
      { 'Content-Transfer-Encoding': 'base64' },
      Buffer.from(`hello\r\n${GTUBE}`).toString('base64'),
    );
    expect(await rulesOf(encoded)).toContain('GTUBE');
  });
  test('every rule has an identifier of its own', () => {
    expect(new Set(rules.rules.map(({ id }) => id)).size).toBe(rules.rules.length);
  });

  const attached = (name: string) => letter({ 'Content-Disposition': `attachment; ${name}` }, 'x');
  const hits: [string, Buffer, string?][] = [
    ['FROM_MISSING', letter({ From: null }, 'x')],
    ['FROM_REPEATED', letter({ 'FROM ': 'Eve <eve@example.org>' }, 'x')],
    ['DATE_MISSING', letter({ Date: null }, 'x')],
    ['MESSAGE_ID_MISSING', letter({ 'Message-ID': null }, 'x')],
    ['SUBJECT_MISSING', letter({ Subject: ' ' }, 'x')],
    ['SUBJECT_REPEATED', letter({ subject: 'again' }, 'x')],
    ['NO_RECIPIENT_FIELD', letter({ To: null }, 'x')],
    ['FROM_NO_ADDRESS', letter({ From: 'Your Bank' }, 'x')],
    ['MESSAGE_ID_MALFORMED', letter({ 'Message-ID': '<nothing>' }, 'x')],
    ['DATE_IN_FUTURE', letter({ Date: new Date((NOW + 2 * 86_400) * 1000).toUTCString() }, 'x')],
    ['DATE_LONG_PAST', letter({ Date: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 'x')],
    ['LINE_TOO_LONG', letter({}, 'x'.repeat(999))],
    ['NUL_BYTES', letter({}, 'a\0b')],
    ['NAME_IS_OTHER_ADDRESS', letter({ From: '"support@bank.test" <eve@example.org>' }, 'x')],
    ['REPLY_TO_OTHER_DOMAIN', letter({ 'Reply-To': 'eve@elsewhere.test' }, 'x')],
    ['HELO_NO_NAME', letter({}, 'x'), 'localhost'],
    ['HELO_NO_NAME', letter({}, 'x'), '192.0.2.1'],
    ['SUBJECT_CAPITALS', letter({ Subject: 'READ THIS AT ONCE' }, 'x')],
    [
      'SUBJECT_CAPITALS',
      letter({ Subject: `=?utf-8?B?${Buffer.from('СРОЧНОЕ ПИСЬМО ВАМ').toString('base64')}?=` }, 'x'),
    ],
    ['SUBJECT_EXCITED', letter({ Subject: 'Hello!!' }, 'x')],
    ['SUBJECT_BROKEN_ENCODING', letter({ Subject: '=?x-none?Z?????=' }, 'x')],
    ['SUBJECT_LURE', letter({ Subject: 'You   HAVE won' }, 'x')],
    ['BODY_FORTUNE', letter({}, 'the inheritance of ten', 'million', 'dollars waits')],
    ['BODY_PHARMACY', html('<p>via<b></b>gra and ci<!-- x -->alis')],
    ['BODY_ACCOUNT_THREAT', letter({}, 'Verify your account to avoid suspension')],
    ['BODY_EXTORTION', letter({}, 'I hacked your machine: send bitcoin')],
    ['BODY_MONEY', letter({}, 'Order now! Click here to make money')],
    ['TEXT_ZERO_WIDTH', letter({}, 'v\u200bi\u200ba\u200bg\u200br\u200ba')],
    ['TEXT_MIXED_SCRIPTS', letter({}, 'p\u0430yp\u0430l')],
    ['HTML_ONLY', html('<p>x')],
    ['HTML_HIDDEN_TEXT', html('<span style="Display : none">x</span>')],
    ['HTML_ACTIVE', html('<form action=x>')],
    ['HTML_IMAGE_ALONE', html('<img src="https://example.com/a.png">')],
    ['LINK_TO_ADDRESS', html('<a href="http://192.0.2.1/x">here</a>')],
    ['LINK_TO_ADDRESS', letter({}, 'see http://3221225985/x')],
    ['LINK_SHOWS_OTHER_HOST', html('<a class=x href=https://evil.test/login>https://www.bank.test/login</a>')],
    ['ATTACHED_PROGRAM', attached('filename="setup.EXE"')],
    ['ATTACHED_PROGRAM', attached("filename*=utf-8''setup%2Ejs")],
    ['ATTACHED_PROGRAM', attached('filename*0="set"; filename*1="up.v"; filename*2="bs"')],
    ['ATTACHED_PROGRAM', attached(`filename="=?utf-8?B?${Buffer.from('setup.scr').toString('base64')}?="`)],
    ['ATTACHED_DISGUISED', attached('filename="invoice.pdf      .exe"')],
  ];
  test.each(hits)('%s holds where it should', async (id, message, helo) => {
    expect(await rulesOf(message, helo)).toContain(id);
  });
  test('every rule is tried above', () => {
    const tried = new Set([...hits.map(([id]) => id), 'GTUBE']);
    expect(rules.rules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });
  test('a part is read in its charset, and one of an unknown charset byte by byte', async () => {
    const utf16 = Buffer.from('order now, click here, buy now', 'utf16le').toString('base64');
    expect(
      await rulesOf(
        letter({ 'Content-Type': 'text/plain; charset=utf-16le', 'Content-Transfer-Encoding': 'base64' }, utf16),
      ),
    ).toContain('BODY_MONEY');
    expect(
      await rulesOf(letter({ 'Content-Type': 'text/plain; charset=x-none' }, 'order now, click here, buy now')),
    ).toContain('BODY_MONEY');
  });
});

describe('a file of rules', () => {
  const broken = (change: string, to: string) => () => parseSpamRules(text.replace(change, to), 'rules.yaml');
  test.each([
    ['a fact that nobody computes', 'fact: gtube', 'fact: gtub'],
    ['a rule without a score', 'fact: gtube, score: 1000', 'fact: gtube'],
    ['a score that is no number', 'score: 1000', 'score: .nan'],
    ['a rule of another kind', 'where: body', 'where: regexp'],
  ])('with %s is refused', (_what, change, to) => {
    expect(text).toContain(change);
    expect(broken(change, to)).toThrow(InputError);
  });
});

describe('the classifier in the score', () => {
  const message = letter({}, 'cheap watches replica luxury bargain');
  const ask = (probability: number | null) =>
    createSpamScorer(rules, { probability: () => probability }, () => NOW).score(
      message,
      subjectWith({ helo: 'mail.example.com', message }),
    );
  test.each([
    [null, [], 0],
    [0.5, [], 0],
    [1, ['BAYES_SPAM'], 5.1],
    [0.75, ['BAYES_SPAM'], 2.55],
    [0, ['BAYES_HAM'], -3],
  ])('a probability of %s gives %j with %d points', async (probability, names, points) => {
    const scored = await ask(probability);
    expect(scored.rules).toEqual(names);
    expect(scored.score).toBeCloseTo(points, 9);
    expect(scored.learned).toBeCloseTo(points, 9);
  });
});

describe('hostile messages', () => {
  const MIB = 1024 ** 2;
  const bad: [string, Buffer][] = [
    ['100,000 fields', mail(...Array.from({ length: 100_000 }, (_, i) => `Subject: ${i}`), '', 'x')],
    [
      '10,000 nested multiparts',
      Buffer.from(
        Array.from(
          { length: 10_000 },
          (_, i) => `Content-Type: multipart/mixed; boundary=b${i}x\r\n\r\n--b${i}x\r\n`,
        ).join(''),
      ),
    ],
    [
      '20,000 parts',
      mail(
        'Content-Type: multipart/mixed; boundary=c',
        '',
        ...Array.from({ length: 20_000 }, () => '--c\r\nContent-Type: text/html\r\n\r\n<a href=x>'),
      ),
    ],
    ['a field of a megabyte', letter({ Subject: '=?utf-8?B?'.repeat(MIB / 10) }, 'x')],
    [
      'nested encoded words',
      letter({ Subject: '=?=?=?utf-8?q?=?utf-8?q?x?=?=?=', From: '<<<<@@@@,,,;;;"'.repeat(5000) }, 'x'),
    ],
    ['100,000 addresses', letter({ From: 'a@b.test, '.repeat(100_000) }, 'x')],
    ['a megabyte of tags that never close', html('<'.repeat(MIB))],
    ['a megabyte of links that never close', html('<a href="'.repeat(MIB / 9))],
    ['a megabyte of comments that never close', html('<!--'.repeat(MIB / 4))],
    ['a megabyte of scripts that never close', html('<script'.repeat(MIB / 7))],
    ['a megabyte of entities', html('&#x'.repeat(MIB / 3))],
    ['a megabyte of blanks in an attribute', html(`<a href${' '.repeat(MIB)}=x>`)],
    ['a megabyte of dots and digits', letter({}, 'http://1.'.repeat(MIB / 9))],
    ['a megabyte of invisible characters', letter({}, `a${'\u200b'.repeat(MIB / 3)}`)],
    ['characters that grow when normalised', letter({}, '\ufdfa'.repeat(MIB / 3))],
    ['broken base64', letter({ 'Content-Transfer-Encoding': 'base64' }, '=A='.repeat(MIB / 3))],
    ['broken quoted-printable', letter({ 'Content-Transfer-Encoding': 'quoted-printable' }, '=\r=='.repeat(MIB / 4))],
    ['bytes of no charset', Buffer.concat([letter({}), Buffer.alloc(MIB, Buffer.from([0xff, 0xfe, 0x80, 0x00]))])],
    [
      '10,000 parameters',
      letter(
        {
          'Content-Disposition': `attachment;${Array.from({ length: 10_000 }, (_, i) => `filename*${i}*=%41`).join(';')}`,
        },
        'x',
      ),
    ],
  ];
  test.each(bad)('%s are scored, soon', async (_what, message) => {
    const started = performance.now();
    const { score: total } = await score(message);
    expect(Number.isFinite(total)).toBe(true);
    // Quadratic work on a megabyte would take minutes; the bound leaves room for a busy machine.
    expect(performance.now() - started).toBeLessThan(5000);
  });
  test('whatever the bytes, the same mail has the same score', async () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          'Subject: ',
          'From: <',
          'Content-Type: text/html; charset="',
          '\r\n',
          '\r\n\r\n',
          '--b',
          '=?utf-8?b?',
          '<a href="',
          '>',
          '\0',
          '\xff',
        ),
        fc.string({ maxLength: 20 }),
      ),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const message = Buffer.from(parts.join(''), 'latin1');
        const first = await score(Buffer.from(message));
        expect(await score(Buffer.from(message))).toEqual(first);
        expect(Number.isFinite(first.score)).toBe(true);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
