import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rewriteMessage, rewrittenByMarks } from '../../../src/engine/content/rewrite-message.ts';
import { mimeStructure } from '../../../src/engine/mime/mime-structure.ts';
import { HTML_TAGS, type RewritePlan } from '../../../src/pipeline/rewrite-plan.ts';
import { decodePart } from '../../../src/stages/observe/decode-part.ts';

const DISARM: RewritePlan = { disarm: HTML_TAGS, highlightPhishing: false, htmlToText: false };
const TO_TEXT: RewritePlan = { disarm: [], highlightPhishing: false, htmlToText: true };
const lines = (...text: readonly string[]): Buffer => Buffer.from(text.join('\r\n'), 'latin1');
const rewritten = async (message: Buffer, plan = DISARM): Promise<string> =>
  (await rewriteMessage(message, plan)).toString('latin1');
/** The decoded content of the nth part of a multipart. */
const partOf = (message: Buffer, nth: number): string => {
  const part = mimeStructure(message).children[nth];
  if (!part) throw new Error('no such part');
  return decodePart(part.fields, message.subarray(part.bodyStart, part.bodyEnd)).toString('utf8');
};

const mixed = (html: string, ...fields: readonly string[]) =>
  lines(
    'From: a@b.example',
    'Content-Type: multipart/mixed; boundary=cut',
    '',
    'preamble',
    '--cut',
    'Content-Type: text/plain; charset=iso-8859-1',
    '',
    'caf\xe9 <script>plain text</script> ',
    '--cut',
    'X-Odd:   spaced   ',
    'Content-Type: text/html; charset=utf-8',
    ...fields,
    '',
    html,
    '--cut',
    'Content-Type: application/octet-stream',
    'Content-Transfer-Encoding: base64',
    '',
    'QUJD\t',
    '--cut--',
    'epilogue \xff',
  );

describe('a message that is rewritten', () => {
  test('keeps every byte of what is not HTML, and of the HTML that is not dangerous', async () => {
    const html = "<p class='x' >caf\xc3\xa9</p>\r\n<script>x</script>\r\n<p>end";
    const message = mixed(html, 'Content-Transfer-Encoding: 8bit');
    expect(await rewritten(message)).toBe(
      message.toString('latin1').replace('<script>x</script>\r\n<p>end', '<!-- removed -->\r\n<p>end'),
    );
  });
  test('is the very same one when nothing has to be changed', async () => {
    const message = mixed('<p>hello</p>');
    expect(await rewriteMessage(message, DISARM)).toBe(message);
    expect(await rewrittenByMarks(message, [{ kind: 'spam', score: 1, subjectPrefix: null }])).toBe(message);
  });
  test.each([
    ['base64', Buffer.from('<p>caf\u00e9</p><script>x</script>').toString('base64')],
    ['quoted-printable', '<p>caf=C3=A9</p><scr=\r\nipt>x</script>'],
  ])('in %s is decoded, and leaves in base64', async (encoding, body) => {
    const message = mixed(body, `Content-Transfer-Encoding: ${encoding}`);
    const result = await rewriteMessage(message, DISARM);
    expect(partOf(result, 1)).toBe('<p>caf\u00e9</p><!-- removed -->');
    expect(result.toString('latin1')).toMatch(
      /X-Odd: {3}spaced {3}\r\nContent-Type: text\/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n/,
    );
    expect(partOf(result, 0)).toBe(partOf(message, 0));
    expect(result.toString('latin1').endsWith('\r\n--cut--\r\nepilogue \xff')).toBe(true);
  });
  test('in a charset that hides its tags from ASCII is disarmed too', async () => {
    const html = Buffer.from('<p>\u20ac</p><script>x</script>', 'utf16le').toString('base64');
    const message = lines(
      'Content-Type: text/html; charset=utf-16le',
      'Content-Transfer-Encoding: base64',
      'MIME-Version: 1.0',
      '',
      html,
      '',
    );
    const result = await rewritten(message);
    expect(result).toContain('Content-Type: text/html; charset=utf-8');
    expect(Buffer.from(result.slice(result.indexOf('\r\n\r\n') + 4), 'base64').toString()).toBe(
      '<p>\u20ac</p><!-- removed -->',
    );
  });
  test('inside an attached message is found', async () => {
    const inner = ['Subject: inner', 'Content-Type: text/html', '', '<script>x</script>y'].join('\r\n');
    const message = lines(
      'Content-Type: multipart/mixed; boundary=c',
      '',
      '--c',
      'Content-Type: message/rfc822',
      '',
      inner,
      '--c--',
      '',
    );
    expect(await rewritten(message)).toBe(message.toString('latin1').replace('<script>x</script>', '<!-- removed -->'));
  });
  test('that is the whole message gets its fields in the header it has', async () => {
    const message = lines(
      'From: a@b.example',
      'Content-Type: text/html',
      'Content-MD5: abc',
      'To: c@d.example',
      '',
      '<p>Hello <b>world</b>',
      '<p>&copy;',
      '',
    );
    const result = await rewritten(message, TO_TEXT);
    expect(result).toMatch(/^From: a@b\.example\r\nContent-Type: text\/plain; charset=utf-8\r\nTo: c@d\.example\r\n/);
    expect(result).toContain('\r\nMIME-Version: 1.0\r\n');
    expect(result).not.toContain('Content-MD5');
    expect(Buffer.from(result.slice(result.indexOf('\r\n\r\n') + 4), 'base64').toString()).toBe(
      'Hello world\r\n\r\n\u00a9\r\n',
    );
  });
  test('as text loses neither the other parts nor what the charset meant', async () => {
    const message = mixed('<p>caf\xe9</p>')
      .toString('latin1')
      .replace('text/html; charset=utf-8', 'text/html; charset=iso-8859-1');
    const result = await rewriteMessage(Buffer.from(message, 'latin1'), TO_TEXT);
    expect(partOf(result, 1)).toBe('caf\u00e9\r\n');
    expect(partOf(result, 2)).toBe('ABC');
  });
  test('as text leaves attached HTML as a file, disarmed', async () => {
    const message = mixed('<b>x</b><script>y</script>', 'Content-Disposition: attachment; filename=page.html');
    const result = await rewriteMessage(message, { ...TO_TEXT, disarm: ['script'] });
    expect(partOf(result, 1)).toBe('<b>x</b><!-- removed -->');
  });
  test('warns of false links in HTML and in the text made of it', async () => {
    const message = mixed('<p><a href="http://evil.example/">www.bank.com</a>');
    expect(partOf(await rewriteMessage(message, { ...DISARM, highlightPhishing: true }), 1)).toContain(
      'leads to evil.example, not to www.bank.com]',
    );
    const text = partOf(await rewriteMessage(message, { ...TO_TEXT, highlightPhishing: true }), 1);
    expect(text).toBe(
      '[Possible fraud: this link leads to evil.example, not to www.bank.com] www.bank.com <http://evil.example/>\r\n',
    );
  });
  test('with HTML that cannot be read gives its source as text', async () => {
    const message = mixed('<p>hello</p>');
    let now = 0;
    const result = await rewriteMessage(mixed(`${'<p>x</p>'.repeat(5000)}`), DISARM, () => {
      now += 30;
      return now;
    });
    expect(result.toString('latin1')).toContain('Content-Type: text/plain; charset=utf-8');
    expect(partOf(result, 1)).toContain('<p>x</p>');
    expect(message.length).toBeGreaterThan(0);
  });
  test('gets no line that is longer than SMTP allows, and none that begins with a boundary', async () => {
    const html = `<form ${Array.from({ length: 20 }, (_, i) => `data-${i}="${'v'.repeat(40)}"`).join('\r\n')} --cut x=1>y</form>`;
    const result = await rewritten(mixed(html));
    expect(result).toContain('x-off-form');
    expect(Math.max(...result.split('\r\n').map(({ length }) => length))).toBeLessThan(998);
    expect(result.split('\r\n').filter((line) => line.startsWith('--cut'))).toHaveLength(4);
  });
});

describe('what is signed or encrypted', () => {
  const evil = '<script>x</script>';
  const inside = (type: string) =>
    lines(
      'Content-Type: multipart/mixed; boundary=out',
      '',
      '--out',
      `Content-Type: ${type}; boundary=in`,
      '',
      '--in',
      'Content-Type: text/html',
      '',
      evil,
      '--in',
      'Content-Type: application/pgp-signature',
      '',
      'abc',
      '--in--',
      '--out',
      'Content-Type: text/html',
      '',
      evil,
      '--out--',
      '',
    );
  test.each(['multipart/signed', 'multipart/encrypted'])(
    'stays as it is, byte by byte, in %s, and what is beside it does not',
    async (type) => {
      const message = inside(type).toString('latin1');
      const last = message.lastIndexOf(evil);
      expect(await rewritten(inside(type))).toBe(
        `${message.slice(0, last)}<!-- removed -->${message.slice(last + evil.length)}`,
      );
    },
  );
  test('the negative control: without a signature both are changed', async () => {
    expect(await rewritten(inside('multipart/mixed'))).not.toContain(evil);
  });
});

describe('any message', () => {
  test('comes out whole: the parts that are no HTML are the same, and a second time changes nothing', async () => {
    const piece = fc.constantFrom(
      '<script>',
      '</script>',
      '<b>x</b>',
      '<form>',
      '</form>',
      'text',
      '\r\n',
      '--cut',
      '--in',
      '<img src=http://a.example/ width=0 height=0>',
      '=3D',
      '\xe9',
      '<p onclick=x>',
      ' ',
    );
    const body = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const header = fc.constantFrom(
      'Content-Type: text/html',
      'Content-Type: text/plain',
      'Content-Type: TEXT/HTML; charset="x',
      'Content-Type: multipart/mixed; boundary=in',
      'X: y',
      'Content-Type: text/html\r\nContent-Transfer-Encoding: base64',
    );
    const message = fc
      .array(fc.tuple(header, body), { minLength: 1, maxLength: 4 })
      .map((parts) =>
        Buffer.from(
          `Content-Type: multipart/mixed; boundary=cut\r\n\r\n${parts.map(([field, text]) => `--cut\r\n${field}\r\n\r\n${text}\r\n`).join('')}--cut--\r\n`,
          'latin1',
        ),
      );
    await fc.assert(
      fc.asyncProperty(message, async (before) => {
        const after = await rewriteMessage(before, DISARM);
        const [old, now] = [mimeStructure(before), mimeStructure(after)];
        expect(now.children.length).toBe(old.children.length);
        old.children.forEach((part, index) => {
          const same = now.children[index];
          if (part.type.subtype === 'html' || same === undefined) return;
          if (part.children.length > 0) return;
          expect(
            after.subarray(same.headerStart, same.bodyEnd).equals(before.subarray(part.headerStart, part.bodyEnd)),
          ).toBe(true);
        });
        expect((await rewriteMessage(after, DISARM)).equals(after)).toBe(true);
      }),
      { numRuns: 600, seed: 5 },
    );
  });
  test.each([
    [
      '100,000 parts',
      `Content-Type: multipart/mixed; boundary=c\r\n\r\n${'--c\r\nContent-Type: text/html\r\n\r\n<form>\r\n'.repeat(100_000)}`,
    ],
    [
      '200 levels',
      `${Array.from({ length: 200 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')}Content-Type: text/html\r\n\r\n<script>`,
    ],
    ['a header without an end', `Content-Type: text/html\r\n${'X: y\r\n'.repeat(200_000)}`],
    [
      'broken base64',
      `Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${'=!*PHNjcmlwdD4'.repeat(10_000)}`,
    ],
    ['nothing', ''],
  ])(
    'does no harm: %s',
    async (_what, message) => {
      const started = performance.now();
      for (const plan of [DISARM, TO_TEXT])
        expect(await rewriteMessage(Buffer.from(message), plan)).toBeInstanceOf(Buffer);
      expect(performance.now() - started).toBeLessThan(15_000);
    },
    40_000,
  );
});
