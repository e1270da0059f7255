import { describe, expect, test } from 'vitest';
import { largestAttachmentBytes } from '../../../src/engine/domains/largest-attachment.ts';

const sizeOf = (...lines: string[]): number => largestAttachmentBytes(Buffer.from(lines.join('\r\n'), 'latin1'));
const part = (...lines: string[]): string[] => ['--b', ...lines];
const mixed = (...parts: string[][]): string[] => [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  ...parts.flat(),
  '--b--',
  '',
];
const base64 = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64').replace(/.{76}/g, '$&\r\n');

describe('the largest attachment', () => {
  test.each<[string, string[], number]>([
    ['a plain message has none', ['Subject: x', '', 'x'.repeat(500)], 0],
    ['HTML has none', ['Content-Type: text/html', '', 'x'.repeat(500)], 0],
    [
      'the largest of several counts',
      mixed(
        part('', 'text'),
        part('Content-Type: image/png', 'Content-Transfer-Encoding: base64', '', base64(100)),
        part('Content-Type: application/x', 'Content-Transfer-Encoding: base64', '', base64(299)),
      ),
      299,
    ],
    [
      'quoted-printable is decoded',
      mixed(part('Content-Disposition: attachment', 'Content-Transfer-Encoding: quoted-printable', '', '=41=42=', 'c')),
      3,
    ],
    ['a text with a file name is one', mixed(part('Content-Type: text/plain; name=a.txt', '', '12345')), 5],
    [
      'a text with a file name in pieces is one',
      mixed(part("Content-Disposition: inline; filename*0*=utf-8''a", '', '12345')),
      5,
    ],
    ['a text that is called an attachment is one', mixed(part('Content-Disposition: attachment', '', '12345')), 5],
    [
      'a picture shown in HTML is one',
      [
        'Content-Type: multipart/related; boundary=b',
        '',
        ...part('Content-Type: text/html', '', 'x'),
        ...part('Content-Type: image/png', 'Content-Disposition: inline', '', '1234567'),
        '--b--',
      ],
      7,
    ],
    [
      'an attached message counts as a whole',
      mixed(part('Content-Type: message/rfc822', '', 'Subject: y', '', 'x'.repeat(100))),
      114,
    ],
    ['a message that is an attachment itself is one', ['Content-Type: application/pdf', '', '123'], 3],
    [
      'padding on every line is not counted',
      mixed(part('Content-Type: image/png', 'Content-Transfer-Encoding: BASE64', '', 'QQ==', 'QUI=')),
      3,
    ],
  ])('%s', (_what, lines, expected) => {
    expect(sizeOf(...lines)).toBe(expected);
  });

  test('is found among a hundred thousand parts and in deep multiparts in bounded time', () => {
    const start = performance.now();
    sizeOf(...mixed(...Array.from({ length: 100_000 }, () => part('Content-Type: image/png', '', 'x'))));
    const deep: string[] = [];
    for (let depth = 0; depth < 5000; depth += 1)
      deep.push(`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`);
    sizeOf(...deep, '', 'x');
    expect((performance.now() - start) / 1000).toBeLessThan(5);
  });
});
