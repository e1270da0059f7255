import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCAN_LIMITS } from '../../../src/stages/antivirus/observe/scan-allowance.ts';
import { EICAR_SIGNATURE, patternSignature } from '../../../src/stages/antivirus/observe/signature.ts';
import { createSignatureScanner } from '../../../src/stages/antivirus/observe/signature-scanner.ts';
import { EICAR, mailWith, tar, zip, zipOf } from './archives.ts';
import { mail } from './fixtures.ts';

const scanner = createSignatureScanner();
const INFECTED = { kind: 'infected', virus: 'Eicar-Test-Signature' };
const CLEAN = { kind: 'clean' };
const eicar = Buffer.from(EICAR);

const plain = (body: string, ...fields: string[]): Buffer => mail('From: ann@example.com', ...fields, '', body);

describe('the test signature', () => {
  test('is that of the official file', () => {
    expect(createHash('md5').update(EICAR).digest('hex')).toBe('44d88612fea8a8f36de82e1278abb02f');
  });
  test.each([
    ['alone', EICAR, true],
    ['with blanks behind it', `${EICAR} \t\r\n\x1a`, true],
    ['up to 128 bytes', EICAR + ' '.repeat(60), true],
    ['beyond 128 bytes', EICAR + ' '.repeat(61), false],
    ['with text behind it', `${EICAR} hello`, false],
    ['with text before it', ` ${EICAR}`, false],
    ['cut short', EICAR.slice(0, -1), false],
    ['not at all', '', false],
  ])('matches the string %s as the rule has it', (_what, text, expected) => {
    expect(EICAR_SIGNATURE.matches(Buffer.from(text))).toBe(expected);
  });
  test('a pattern is found anywhere, and must not be so short that it is found everywhere', () => {
    const signature = patternSignature('Test', Buffer.from('bad bytes'));
    expect(signature.matches(Buffer.from('some bad bytes here'))).toBe(true);
    expect(signature.matches(Buffer.from('some good bytes here'))).toBe(false);
    expect(() => patternSignature('Test', Buffer.from('short'))).toThrow('shorter than 8');
  });
});

describe('a virus is found', () => {
  test.each([
    ['as the body', plain(EICAR)],
    ['as a body in base64', plain(eicar.toString('base64'), 'Content-Transfer-Encoding: base64')],
    [
      'as a body in quoted-printable',
      plain(EICAR.replace('X5O', '=585=\r\nO'), 'Content-Transfer-Encoding: Quoted-Printable'),
    ],
    [
      'in base64 with junk and padding in every line',
      plain(
        [...EICAR].map((c) => `-${Buffer.from(c).toString('base64')}_!`).join('\r\n'),
        'Content-Transfer-Encoding: base64',
      ),
    ],
    ['attached', mailWith(eicar)],
    ['in a zip', mailWith(zipOf(EICAR))],
    ['stored in a zip', mailWith(zipOf(EICAR, { method: 0 }))],
    ['in a zip under a name that is no path', mailWith(zipOf(EICAR, { name: '../../\\etc/\0passwd' }))],
    [
      'behind other files of a zip',
      mailWith(
        zip([
          { name: 'a', content: Buffer.from('a') },
          { name: 'b', content: eicar },
        ]),
      ),
    ],
    [
      'behind an encrypted file of a zip',
      mailWith(
        zip([
          { name: 'a', content: Buffer.from('a'), flags: 1 },
          { name: 'b', content: eicar },
        ]),
      ),
    ],
    ['in a gzip', mailWith(gzipSync(EICAR))],
    ['in a zip in a gzip', mailWith(gzipSync(zipOf(EICAR)))],
    ['in a gzip that is cut off', mailWith(gzipSync(EICAR).subarray(0, -4))],
    ['in an archive that follows a broken one', mailTwo(Buffer.from('PK\x03\x04 broken'), zipOf(EICAR))],
    [
      'in a message in a message',
      mail('Subject: outer', 'Content-Type: message/rfc822', '', mailWith(zipOf(EICAR)).toString()),
    ],
    [
      'in a message in base64',
      plain(mailWith(eicar).toString('base64'), 'Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64'),
    ],
    ['in a message that is attached as a file', mailWith(mailWith(eicar), 'mail.eml')],
    ['in a message in a zip', mailWith(zipOf(mailWith(eicar)))],
  ])('%s', async (_what, message) => {
    expect(await scanner.scan(message)).toEqual(INFECTED);
  });

  function mailTwo(first: Buffer, second: Buffer): Buffer {
    const part = (content: Buffer) =>
      `--c\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}\r\n`;
    return mail('Content-Type: multipart/mixed; boundary=c', '', `${part(first)}${part(second)}--c--`);
  }

  test('in a tar, and in a zip in a gzip in a tar', async () => {
    expect(await scanner.scan(mailWith(await tar({ a: 'hello', b: EICAR })))).toEqual(INFECTED);
    expect(await scanner.scan(mailWith(await tar({ a: gzipSync(zipOf(EICAR)) })))).toEqual(INFECTED);
    expect(await scanner.scan(mailWith(await tar({ a: zipOf('x'), b: EICAR })))).toEqual(INFECTED);
  });
  test('in a zip with something in front of it', async () => {
    const front = Buffer.alloc(1000, 'MZ');
    const honest = zipOf(EICAR);
    // Offsets count from the start of the file, as in an archive that unpacks itself.
    const end = honest.length - 22;
    const directory = honest.readUInt32LE(end + 16);
    honest.writeUInt32LE(directory + front.length, end + 16);
    honest.writeUInt32LE(front.length, directory + 42);
    expect(await scanner.scan(mailWith(Buffer.concat([front, honest])))).toEqual(INFECTED);
  });
});

describe('nothing is found', () => {
  test.each([
    ['in an empty message', Buffer.alloc(0)],
    ['in a plain message', plain('hello')],
    ['in a message that speaks of the test string', plain(`The string is ${EICAR} and harmless.`)],
    [
      'in honest archives',
      mailWith(
        zip([
          { name: 'a', content: Buffer.from('a') },
          { name: 'dir/', content: Buffer.alloc(0) },
        ]),
      ),
    ],
    ['in a text that begins as bzip2 does', mailWith(Buffer.from('BZh is how bzip2 begins'))],
    ['in data that ends like a zip by chance', mailWith(Buffer.from('data PK\x05\x06 and so on'))],
  ])('%s', async (_what, message) => {
    expect(await scanner.scan(message)).toEqual(CLEAN);
  });
});

describe('what cannot be opened is told', () => {
  const many = (count: number, part: (index: number) => string) =>
    mail(
      'Content-Type: multipart/mixed; boundary=c',
      '',
      ...Array.from({ length: count }, (_, index) => part(index)),
      '--c--',
    );
  const nest = (depth: number, inside: Buffer) => {
    let content = inside;
    for (let level = 0; level < depth; level += 1) content = zipOf(content);
    return content;
  };
  const opening = (level: number) => `Content-Type: multipart/mixed; boundary=b${level}x\r\n\r\n--b${level}x\r\n`;
  const multiparts = (depth: number) =>
    Buffer.from([...Array.from({ length: depth }, (_, level) => opening(level)), `\r\n${EICAR}\r\n`].join(''));

  test.each([
    ['an encrypted file', mailWith(zipOf('secret', { flags: 1 })), /encrypted/],
    ['an unknown method', mailWith(zipOf('x', { method: 99 })), /unknown method/],
    ['a zip that is cut off', mailWith(zipOf('hello').subarray(0, 60)), /broken zip/],
    ['a zip that lies about a size', mailWith(zipOf('hello', { declaredBytes: 2 })), /broken zip/],
    ['a gzip that is broken', mailWith(gzipSync('hello '.repeat(100)).fill(0xff, 12, 20)), /broken gzip/],
    ['a RAR', mailWith(Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')), /RAR/],
    ['a 7z', mailWith(Buffer.from('7z\xbc\xaf\x27\x1c\x00', 'latin1')), /7z/],
    ['a multipart without its boundary', plain('hello', 'Content-Type: multipart/mixed'), /multipart/],
    ['archives inside one another, as a quine unrolls', mailWith(nest(9, eicar)), /too deeply/],
    ['10,000 nested multiparts', multiparts(10_000), /too deeply/],
    ['17 nested multiparts', multiparts(17), /too deeply/],
    ['10,500 parts', many(10_500, (i) => `--c\r\n\r\n${i === 10_499 ? EICAR : i}`), /too many parts/],
    [
      '100,000 fields before the one that counts',
      mail(...Array.from({ length: 100_000 }, (_, i) => `X-${i}: a`), mailWith(eicar).toString()),
      /too many header fields/,
    ],
    ['a zip bomb', mailWith(zipOf(Buffer.alloc(30 * 1024 ** 2))), /too large|unpacks to more/],
    ['a gzip bomb', mailWith(gzipSync(Buffer.alloc(30 * 1024 ** 2))), /unpacks to more/],
    ['a bomb in a bomb', mailWith(zipOf(gzipSync(Buffer.alloc(30 * 1024 ** 2)))), /unpacks to more/],
    [
      'a zip of too many files',
      mailWith(zip(Array.from({ length: 10_001 }, (_, i) => ({ name: `${i}`, content: Buffer.from('x'), method: 0 })))),
      /too many/,
    ],
  ])('%s', async (_what, message, why) => {
    expect(await scanner.scan(message)).toEqual({ kind: 'unscannable', why: expect.stringMatching(why) });
  });
  test('eight archives inside one another are opened', async () => {
    expect(await scanner.scan(mailWith(nest(8, eicar)))).toEqual(INFECTED);
  });
  test('fourteen multiparts inside one another are opened', async () => {
    expect(await scanner.scan(multiparts(14))).toEqual(INFECTED);
  });
  test('all files together count for the limit, not each alone', async () => {
    const files = Array.from({ length: 8 }, (_, i) => ({ name: `${i}`, content: Buffer.alloc(2 * 1024 ** 2) }));
    expect(await scanner.scan(mailWith(zip(files)))).toMatchObject({ kind: 'unscannable' });
    expect(await scanner.scan(mailWith(zip(files.slice(0, 4))))).toEqual(CLEAN);
  });
  test('a tar that is cut off, and one that lies about a size', async () => {
    const whole = await tar({ a: 'x'.repeat(2000), b: 'y' });
    expect(await scanner.scan(mailWith(whole.subarray(0, 1300)))).toMatchObject({ kind: 'unscannable' });
    const lying = Buffer.from(whole);
    lying.write('77777777777', 124, 'latin1');
    expect(await scanner.scan(mailWith(lying))).toMatchObject({ kind: 'unscannable' });
  });
  test('a scan that takes too long', async () => {
    let now = 0;
    const clock = () => {
      now += 10;
      return now;
    };
    const slow = createSignatureScanner({ clock });
    const files = Array.from({ length: 10 }, (_, i) => ({ name: `${i}`, content: Buffer.from('x') }));
    expect(await slow.scan(mailWith(zip(files)))).toEqual({ kind: 'unscannable', why: 'the scan took too long' });
  });
});

test('one scan more than may wait fails at once, and the others end', async () => {
  const busy = createSignatureScanner({ maxScans: 1, maxWaiting: 1 });
  const results = await Promise.all([1, 2, 3].map(() => busy.scan(mailWith(gzipSync('hello')))));
  expect(results).toEqual([CLEAN, CLEAN, { kind: 'failed', why: 'too many scans wait' }]);
});

test('a broken signature is a bug, not a finding', async () => {
  const matches = () => {
    throw new Error('a bug');
  };
  await expect(createSignatureScanner({ signatures: [{ name: 'x', matches }] }).scan(plain('x'))).rejects.toThrow(
    'a bug',
  );
});

describe('whatever is broken in an archive, a scan ends with a finding', () => {
  const limits = { ...SCAN_LIMITS, maxUnpackedBytes: 1024 ** 2 };
  const small = createSignatureScanner({ limits });
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
  const damaged = (whole: Buffer, changes: readonly (readonly [number, number])[], cut: number): Buffer => {
    const copy = Buffer.from(whole);
    for (const [at, value] of changes) copy[at % copy.length] = value;
    return copy.subarray(0, copy.length - (cut % copy.length));
  };
  test.each(['zip', 'gzip', 'tar'])('%s', async (kind) => {
    const files = { a: 'hello '.repeat(50), b: 'world' };
    const whole =
      kind === 'zip'
        ? zip(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) })))
        : kind === 'tar'
          ? await tar(files)
          : gzipSync('hello '.repeat(50));
    await fc.assert(
      fc.asyncProperty(damage, fc.oneof(fc.constant(0), fc.nat(2000)), async (changes, cut) => {
        const { kind: found } = await small.scan(mailWith(damaged(whole, changes, cut)));
        expect(['clean', 'unscannable']).toContain(found);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
