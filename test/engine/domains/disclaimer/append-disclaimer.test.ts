import fc from 'fast-check';
import iconv from 'iconv-lite';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { appendDisclaimer } from '../../../../src/engine/domains/disclaimer/append-disclaimer.ts';
import { disclaimerContent } from '../../../../src/engine/domains/disclaimer/disclaimer-content.ts';
import { type MimePart, mimeStructure } from '../../../../src/engine/mime/mime-structure.ts';
import { decodePart } from '../../../../src/stages/observe/decode-part.ts';

const PLAIN = disclaimerContent({ text: 'For your eyes only.', html: '<p>For your eyes only.</p>' });
const WIDE = disclaimerContent({ text: 'Vertraulich: 5 €', html: '' });

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');
const append = (message: Buffer, content = PLAIN): Buffer => {
  const result = appendDisclaimer(message, content, 'ID7', (domain) => domain === 'example.com');
  if (result.kind !== 'appended') throw new Error(result.kind);
  return result.message;
};
const appended = (content: typeof PLAIN, ...lines: string[]): string[] =>
  append(mail(...lines), content)
    .toString('latin1')
    .split('\r\n');
const kindOf = (...lines: string[]): string => appendDisclaimer(mail(...lines), PLAIN, 'ID7', () => false).kind;
const parse = (message: Buffer) => PostalMime.parse(message);

describe('a disclaimer in a plain text', () => {
  test('comes behind an empty line; nothing else changes', () => {
    expect(appended(PLAIN, 'Subject: x', 'To: b@b.example', '', 'Hello', '')).toEqual([
      'Subject: x',
      'To: b@b.example',
      '',
      'Hello',
      '',
      'For your eyes only.',
      '',
    ]);
  });

  test('is the text where there is none', () => {
    expect(appended(PLAIN, 'Subject: x', '', '')).toEqual(['Subject: x', '', 'For your eyes only.', '']);
    expect(appended(PLAIN, 'Subject: x', '')).toEqual(['Subject: x', '', 'For your eyes only.', '']);
    expect(appended(PLAIN, 'Subject: x')).toEqual(['Subject: x', '', 'For your eyes only.', '']);
    expect(appended(PLAIN, '', 'no header', '')).toEqual(['', 'no header', '', 'For your eyes only.', '']);
  });

  test('is written in the charset of the part', () => {
    const head = ['Content-Type: text/plain; charset=windows-1252', 'Content-Transfer-Encoding: 8bit', ''];
    expect(appended(WIDE, ...head, 'sch\xf6n', '')).toEqual([...head, 'sch\xf6n', '', 'Vertraulich: 5 \x80', '']);
  });

  test.each([
    ['koi8-r', 'Привет'],
    ['gb18030', '你好'],
    ['shift_jis', 'こんにちは'],
    ['euc-kr', '안녕'],
    ['iso-8859-15', 'déjà'],
    ['utf-8', '😀'],
  ])('in %s is read back with the text it follows', async (charset, text) => {
    const body = iconv.encode(`${text}\r\n`, charset);
    const message = Buffer.concat([
      mail(`Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: 8bit', '', ''),
      body,
    ]);
    const result = append(message, disclaimerContent({ text: `${text}!`, html: '' }));
    expect(result.toString('latin1')).toContain(`charset=${charset}`);
    expect(result.includes(body)).toBe(true);
    expect((await parse(result)).text).toBe(`${text}\n\n${text}!\n`);
  });

  test('turns the part into UTF-8 where its charset lacks a letter', () => {
    const head = ['MIME-Version: 1.0', 'Content-Type: text/plain; format=flowed; charset="ISO-8859-1"; x="a;b"'];
    expect(appended(WIDE, ...head, 'Content-Transfer-Encoding: 8bit', '', 'sch\xf6n', '')).toEqual([
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8; format=flowed; x="a;b"',
      'Content-Transfer-Encoding: 8bit',
      '',
      'sch\xc3\xb6n',
      '',
      'Vertraulich: 5 \xe2\x82\xac',
      '',
    ]);
  });

  test('that is not ASCII goes into a 7-bit part as quoted-printable, and the part says so', () => {
    expect(appended(WIDE, 'Subject: x', '', 'a=b ', '')).toEqual([
      'Subject: x',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      'MIME-Version: 1.0',
      '',
      'a=3Db=20',
      '',
      'Vertraulich: 5 =E2=82=AC',
      '',
    ]);
  });

  test('in ISO-2022-JP becomes UTF-8 only for letters that are not ASCII', async () => {
    const body = Buffer.from([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42, 0x0d, 0x0a]);
    const message = Buffer.concat([mail('Content-Type: text/plain; charset=iso-2022-jp', '', ''), body]);
    expect(append(message).includes(body)).toBe(true);
    const result = append(message, WIDE);
    expect((await parse(result)).text).toBe('あ\n\nVertraulich: 5 €\n');
  });

  test('of an unknown charset is ASCII with question marks rather than a damaged text', () => {
    const head = ['Content-Type: text/plain; charset=x-martian', ''];
    expect(appended(WIDE, ...head, '\xe1\xe2', '')).toEqual([...head, '\xe1\xe2', '', 'Vertraulich: 5 ?', '']);
    // Bytes that are not what they claim to be stay what they are.
    const wrong = ['Content-Type: text/plain; charset=shift_jis', 'Content-Transfer-Encoding: 8bit', ''];
    expect(appended(WIDE, ...wrong, '\xff\xff', '')).toEqual([...wrong, '\xff\xff', '', 'Vertraulich: 5 ?', '']);
  });

  test('in UTF-16 becomes UTF-8', async () => {
    const body = Buffer.from(iconv.encode('hé', 'utf-16le').toString('base64'));
    const head = mail('Content-Type: text/plain; charset=utf-16le', 'Content-Transfer-Encoding: base64', '', '');
    expect((await parse(append(Buffer.concat([head, body])))).text?.split('\r\n')).toEqual([
      'hé',
      '',
      'For your eyes only.',
      '',
    ]);
  });

  test('in quoted-printable does not continue a soft line break, and padding of the transport is dropped', () => {
    const head = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', ''];
    expect(appended(WIDE, ...head, 'long =  ', 'line  ', 'end=')).toEqual([
      ...head,
      'long line',
      'end',
      '',
      'Vertraulich: 5 =E2=82=AC',
      '',
    ]);
  });

  test('in base64 keeps bare line ends within it, and its lines are short', () => {
    const head = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', ''];
    const text = `${'x'.repeat(200)}\ny\n`;
    const lines = appended(PLAIN, ...head, Buffer.from(text).toString('base64'), '');
    expect(Buffer.from(lines.slice(3).join(''), 'base64').toString()).toBe(`${text}\nFor your eyes only.\n`);
    expect(Math.max(...lines.slice(3).map(({ length }) => length))).toBe(76);
  });

  test('in a flowed text stands in lines of its own (RFC 3676)', () => {
    const content = disclaimerContent({ text: 'one  \n> two\n three\nFrom here', html: '' });
    const head = ['Content-Type: text/plain; format=flowed', ''];
    expect(appended(content, ...head, 'flows ', 'on', '')).toEqual([
      ...head,
      'flows ',
      'on',
      '',
      'one',
      ' > two',
      '  three',
      ' From here',
      '',
    ]);
  });

  test('with a line that no server need take is written in quoted-printable', () => {
    const long = disclaimerContent({ text: 'x'.repeat(2000), html: '' });
    const lines = appended(long, 'Content-Type: text/plain', 'Content-Transfer-Encoding: 8bit', '', 'a', '');
    expect(lines[1]).toBe('Content-Transfer-Encoding: quoted-printable');
    expect(Math.max(...lines.map(({ length }) => length))).toBe(76);
  });

  test('takes a digest of the body away, which is wrong now', () => {
    expect(appended(PLAIN, 'Content-MD5: abc', 'Subject: x', '', 'a', '')[0]).toBe('Subject: x');
  });
});

describe('a disclaimer in HTML', () => {
  test.each([
    [
      'in front of the last end of the body',
      '<html><body>a</body></html>',
      ['<html><body>a', '<p>For your eyes only.</p>', '</body></html>'],
    ],
    ['whatever its case', 'a</BODY >', ['a', '<p>For your eyes only.</p>', '</BODY >']],
    ['in front of the end of the document', 'a</html>', ['a', '<p>For your eyes only.</p>', '</html>']],
    ['at the end of a piece', '<b>a</b>', ['<b>a</b>', '<p>For your eyes only.</p>', '']],
    [
      'not in front of an earlier one',
      '<!-- </body> -->a</body>',
      ['<!-- </body> -->a', '<p>For your eyes only.</p>', '</body>'],
    ],
  ])('stands %s', (_what, html, expected) => {
    expect(appended(PLAIN, 'Content-Type: text/html', '', html)).toEqual(['Content-Type: text/html', '', ...expected]);
  });

  test('is ASCII in every charset, so that the part keeps its own', () => {
    const head = ['Content-Type: text/html; charset=iso-8859-1', 'Content-Transfer-Encoding: 8bit', ''];
    expect(appended(WIDE, ...head, 'sch\xf6n</body>')).toEqual([
      ...head,
      'sch\xf6n',
      '<p>Vertraulich: 5 &#8364;</p>',
      '</body>',
    ]);
  });

  test('is found though an encoding broke the end of the body apart', async () => {
    const head = ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', ''];
    const { html } = await parse(append(mail(...head, '<p>gr=C3=BC=C3=9Fe</p></bo=', 'dy>')));
    expect(html).toBe('<p>grüße</p>\n<p>For your eyes only.</p>\n</body>\n');
  });
});

describe('the two forms of a disclaimer', () => {
  test('are made from each other', () => {
    expect(
      disclaimerContent({ text: '', html: '<h1>Secret</h1>\n<p>one &amp;\ntwo<br>three</p><style>p{}</style>' }).lines,
    ).toEqual(['Secret', '', 'one & two', 'three']);
    expect(disclaimerContent({ text: 'a < b\n& c €\n', html: '' }).html).toBe('<p>a &lt; b<br>\r\n&amp; c &#8364;</p>');
  });
});

const part = (...lines: string[]): string[] => ['--b', ...lines];
const multipart = (subtype: string, ...parts: string[][]): string[] => [
  'MIME-Version: 1.0',
  `Content-Type: multipart/${subtype}; boundary=b`,
  '',
  ...parts.flat(),
  '--b--',
  '',
];

describe('a disclaimer in a multipart', () => {
  test('goes into all forms of an alternative, byte for byte', () => {
    expect(
      appended(
        PLAIN,
        ...multipart('alternative', part('', 'plain'), part('Content-Type: text/html', '', '<p>html</p>', '')),
      ),
    ).toEqual(
      multipart(
        'alternative',
        part('', 'plain', '', 'For your eyes only.'),
        part('Content-Type: text/html', '', '<p>html</p>', '', '<p>For your eyes only.</p>', ''),
      ),
    );
  });

  test('goes into the first text of a mixed one, and no attachment changes', () => {
    const picture = part('Content-Type: image/png', 'Content-Transfer-Encoding: base64', '', 'AAAA');
    const file = part('Content-Type: text/plain; name=a.txt', 'Content-Disposition: attachment', '', 'file');
    expect(appended(PLAIN, ...multipart('mixed', picture, file, part('', 'text'), part('', 'more')))).toEqual(
      multipart('mixed', picture, file, part('', 'text', '', 'For your eyes only.'), part('', 'more')),
    );
  });

  test('goes into the root of a related one, wherever it stands', () => {
    const lines = [
      'Content-Type: multipart/related; boundary=b; start="<r>"',
      '',
      ...part('Content-Type: text/html', 'Content-ID: <x>', '', 'frame'),
      ...part('Content-Type: text/html', 'Content-ID: <r>', '', 'root'),
      '--b--',
    ];
    const result = appended(PLAIN, ...lines);
    expect(result.indexOf('<p>For your eyes only.</p>')).toBe(result.indexOf('root') + 1);
    expect(result.filter((line) => line.includes('eyes'))).toHaveLength(1);
  });

  test('is a part of its own in a message without text', async () => {
    const message = mail(
      'Subject: x',
      'Content-Type: application/pdf; name=a.pdf',
      'Content-Transfer-Encoding: base64',
      '',
      'SGVsbG8=',
      '',
    );
    const result = append(message, WIDE);
    const { subject, text, attachments } = await parse(result);
    expect([subject, text]).toEqual(['x', 'Vertraulich: 5 €\n']);
    expect(attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([['a.pdf', 'application/pdf']]);
    const [first] = mimeStructure(result).children;
    expect(result.toString('latin1', first?.headerStart, first?.bodyEnd)).toBe(
      message.toString('latin1').replace('Subject: x\r\n', ''),
    );
  });

  test('a new delimiter occurs nowhere in the message', () => {
    const result = append(mail('Content-Type: application/x', '', '--=_ID7_0', '--=_ID7_1', ''));
    expect(mimeStructure(result).children).toHaveLength(2);
    expect(result.toString()).toContain('boundary="=_ID7_2"');
  });
});

describe('a message that is left as it is', () => {
  const signed = multipart('signed', part('', 'text'), part('Content-Type: application/pgp-signature', '', 'x'));
  test.each([
    ['signed', signed, 'protected'],
    [
      "signed within a list's frame",
      multipart(
        'mixed',
        part(...signed.map((line) => line.replaceAll('=b', '=c').replace('--b', '--c'))),
        part('', 'footer'),
      ),
      'protected',
    ],
    [
      'encrypted',
      multipart('encrypted', part('Content-Type: application/pgp-encrypted', '', 'x'), part('', 'y')),
      'protected',
    ],
    [
      'S/MIME',
      ['Content-Type: application/pkcs7-mime; name=smime.p7m', 'Content-Disposition: attachment', '', 'x'],
      'protected',
    ],
    ['signed in line', ['Subject: x', '', '-----BEGIN PGP SIGNED MESSAGE-----', ''], 'protected'],
    [
      'encrypted in line, encoded',
      ['Content-Transfer-Encoding: base64', '', Buffer.from('-----BEGIN PGP MESSAGE-----').toString('base64')],
      'protected',
    ],
    ['a piece of a message', ['Content-Type: message/partial; id=a; number=1', '', 'x'], 'protected'],
    [
      'a report',
      multipart('report', part('', 'text'), part('Content-Type: message/delivery-status', '', 'x')),
      'protected',
    ],
    ['a notification', ['Content-Type: message/feedback-report', '', 'x'], 'protected'],
    ['in an encoding that nobody knows', ['Content-Transfer-Encoding: x-uuencode', '', 'x'], 'unreadable'],
    ['a multipart without parts', ['Content-Type: multipart/mixed; boundary=b', '', 'x'], 'unreadable'],
    ['of eleven forms', multipart('alternative', ...Array.from({ length: 11 }, () => part('', 'x'))), 'unreadable'],
    [
      'signed by somebody else',
      ['DKIM-Signature: v=1; a=rsa-sha256;', ' d=other.example; s=x', '', 'x'],
      'signed-by-others',
    ],
  ])('%s', (_what, lines, kind) => {
    expect(kindOf(...lines)).toBe(kind);
  });

  test('not one that we have signed ourselves, since we sign again', () => {
    expect(appended(PLAIN, 'DKIM-Signature: v=1; d=Example.COM; s=x', '', 'x', '')).toContain('For your eyes only.');
  });
});

describe('hostile messages', () => {
  const within = (seconds: number, message: Buffer): void => {
    const start = performance.now();
    appendDisclaimer(message, WIDE, 'ID7', () => false);
    expect((performance.now() - start) / 1000).toBeLessThan(seconds);
  };
  test.each([
    [
      'a hundred thousand parts',
      multipart('mixed', ...Array.from({ length: 100_000 }, () => part('Content-Type: image/png', '', 'x'))),
    ],
    ['a hundred thousand forms', multipart('alternative', ...Array.from({ length: 100_000 }, () => part('', 'x')))],
    [
      'blanks without end in quoted-printable',
      ['Content-Transfer-Encoding: quoted-printable', '', ' '.repeat(2_000_000), 'x'],
    ],
    ['blanks without end in a field', [`Content-Type: text/plain; charset=${' '.repeat(500_000)}x`, '', 'x']],
    [
      'many signatures',
      [...Array.from({ length: 10_000 }, () => `DKIM-Signature: ${'; '.repeat(20)}d=example.com`), '', 'x'],
    ],
    ['ends of bodies', ['Content-Type: text/html', '', '</body>'.repeat(200_000)]],
    [
      'line ends in base64',
      ['Content-Transfer-Encoding: base64', '', Buffer.from('\n'.repeat(1_000_000)).toString('base64')],
    ],
  ])('%s take bounded time', (_what, lines) => {
    within(5, mail(...lines));
  });

  test('multiparts within each other beyond the bound are left alone', () => {
    const lines: string[] = [];
    for (let depth = 0; depth < 300; depth += 1)
      lines.push(`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`);
    expect(kindOf(...lines, '', 'text')).toBe('unreadable');
  });
});

// Random messages: whatever is not the text stays byte for byte, and the text is the old one with the disclaimer behind it.
interface Leaf {
  readonly kind: 'text' | 'file';
  readonly bytes: string;
}
const LETTERS = 'ab =.é€漢-\r\n';
const textBody = fc
  .array(fc.constantFrom(...LETTERS), { maxLength: 80 })
  .map((letters) => letters.join('').replace(/\r?\n|\r/g, '\r\n'));

const qp = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(/[^\x21-\x3c\x3e-\x7e\r\n]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .replace(/.{60}(?=[^=][^=].)/g, '$&=\r\n');

const leafOf = (subtype: 'plain' | 'html') =>
  fc
    .tuple(
      textBody,
      fc.constantFrom('8bit', 'base64', 'quoted-printable'),
      fc.constantFrom('utf-8', 'iso-8859-15', 'gb18030'),
    )
    .map(([text, encoding, charset]): Leaf => {
      const bytes = iconv.encode(charset === 'iso-8859-15' ? text.replaceAll('漢', 'e') : text, charset);
      const body =
        encoding === '8bit' ? bytes.toString('latin1') : encoding === 'base64' ? bytes.toString('base64') : qp(bytes);
      return {
        kind: 'text',
        bytes: `Content-Type: text/${subtype}; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`,
      };
    });
const fileOf = fc.uint8Array({ maxLength: 60 }).map(
  (bytes): Leaf => ({
    kind: 'file',
    bytes: `Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}`,
  }),
);
const joined = (subtype: string, boundary: string, parts: readonly string[]): string =>
  [
    `Content-Type: multipart/${subtype}; boundary=${boundary}\r\n\r\npreamble`,
    ...parts.map((one) => `--${boundary}\r\n${one}`),
    `--${boundary}--\r\nepilogue\r\n`,
  ].join('\r\n');

const message = fc.oneof(
  leafOf('plain').map(({ bytes }) => bytes),
  leafOf('html').map(({ bytes }) => bytes),
  fc.tuple(leafOf('plain'), leafOf('html')).map(([a, b]) => joined('alternative', 'alt', [a.bytes, b.bytes])),
  fc
    .tuple(fc.array(fileOf, { maxLength: 3 }), leafOf('plain'), leafOf('html'), fc.array(fileOf, { maxLength: 3 }))
    .map(([before, a, b, after]) =>
      joined('mixed', 'mix', [
        ...before.map(({ bytes }) => bytes),
        joined('alternative', 'alt', [
          a.bytes,
          joined('related', 'rel', [b.bytes, ...after.slice(0, 1).map(({ bytes }) => bytes)]),
        ]),
        ...after.map(({ bytes }) => bytes),
      ]),
    ),
);

const leavesOf = (structure: MimePart): MimePart[] =>
  structure.children.length === 0 ? [structure] : structure.children.flatMap(leavesOf);
const isText = ({ type }: MimePart): boolean => type.type === 'text';
const textOf = (bytes: Buffer, leaf: MimePart): string =>
  iconv
    .decode(
      decodePart(leaf.fields, bytes.subarray(leaf.bodyStart, leaf.bodyEnd)),
      leaf.type.parameters.find(([name]) => name === 'charset')?.[1] ?? 'us-ascii',
    )
    .replaceAll('\r\n', '\n');

describe('any message', () => {
  test('keeps every byte but its text, and its text stands in front of the disclaimer', () => {
    fc.assert(
      fc.property(message, fc.constantFrom(PLAIN, WIDE), (text, content) => {
        const before = Buffer.from(`Subject: x\r\nMIME-Version: 1.0\r\n${text}`, 'latin1');
        const after = append(before, content);
        const [old, now] = [leavesOf(mimeStructure(before)), leavesOf(mimeStructure(after))];
        expect(now).toHaveLength(old.length);
        old.forEach((leaf, index) => {
          const other = now[index] as MimePart;
          if (!isText(leaf)) {
            expect(after.subarray(other.headerStart, other.bodyEnd)).toEqual(
              before.subarray(leaf.headerStart, leaf.bodyEnd),
            );
            return;
          }
          const [text, longer] = [textOf(before, leaf), textOf(after, other)];
          expect(longer.startsWith(text)).toBe(true);
          const rest = longer.slice(text.length).trim();
          expect(rest).toBe(
            (leaf.type.subtype === 'html' ? content.html : content.lines.join('\n')).replaceAll('\r\n', '\n'),
          );
        });
        // What lies between the parts, and no bare line end anywhere.
        const outside = (bytes: Buffer, leaves: readonly MimePart[]): string => {
          const pieces: string[] = [];
          let at = 0;
          for (const leaf of leaves.filter(isText)) {
            pieces.push(bytes.toString('latin1', at, leaf.headerStart === 0 ? 0 : leaf.headerStart));
            at = leaf.bodyEnd;
          }
          return [...pieces, bytes.toString('latin1', at)].join('|');
        };
        expect(outside(after, now)).toBe(outside(before, old));
        expect(/\r(?!\n)|(?<!\r)\n/.test(after.toString('latin1'))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
