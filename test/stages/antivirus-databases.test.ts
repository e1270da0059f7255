import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseDatabase } from '../../src/engine/antivirus/signatures/parse-database.ts';
import { createSignatureSet } from '../../src/engine/antivirus/signatures/signature-set.ts';
import { createSignatureScanner } from '../../src/stages/antivirus/observe/signature-scanner.ts';
import { observeAntivirus } from '../../src/stages/antivirus/observe.ts';
import { antivirusOptions } from '../../src/stages/antivirus/stage.ts';
import { mailWith, zipOf } from './observe/archives.ts';
import { mail, portsWith, subjectWith } from './observe/fixtures.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const FILE = Buffer.from('a whole file that is known');
const scannerOf = async (ndb: string, hdb = '') => {
  const set = createSignatureSet([
    await parseDatabase('test.ndb', Buffer.from(ndb)),
    await parseDatabase('test.hdb', Buffer.from(hdb)),
  ]);
  return createSignatureScanner({ databases: () => set });
};

describe('signatures of databases are looked for in', () => {
  const ndb = `Body:0:*:${hex('evil-body-of-code')}\nMail:4:*:${hex('X-Evil: yes')}\nHtml:3:*:${hex('<a href="http://evil.example/"> bank')}`;
  const hdb = `${createHash('md5').update(FILE).digest('hex')}:${FILE.length}:File`;
  const found = (virus: string) => ({ kind: 'infected', virus });
  test.each([
    ['an attachment', mailWith(Buffer.from('some evil-body-of-code here')), found('Body')],
    ['a zip', mailWith(zipOf('some evil-body-of-code here')), found('Body')],
    ['a zip in a gzip', mailWith(gzipSync(zipOf('some evil-body-of-code here'))), found('Body')],
    ['a file by its hash', mailWith(FILE), found('File')],
    ['a file in a zip by its hash', mailWith(zipOf(FILE)), found('File')],
    ['the header of the message', mail('Subject: x', 'X-Evil: yes', '', 'text'), found('Mail')],
    [
      'HTML, in one spelling',
      mail(
        'Content-Type: text/html',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        '<html><A HREF=3D"http://Evil.example/">',
        'Bank</a>',
      ),
      found('Html'),
    ],
    ['and nothing in plain mail', mail('Subject: x', '', 'hello'), { kind: 'clean' }],
    [
      'and nothing where only an attached file looks like that header',
      mailWith(Buffer.from('x X-Evil: yes')),
      { kind: 'clean' },
    ],
  ])('%s', async (_what, message, wanted) => {
    expect(await (await scannerOf(ndb, hdb)).scan(message)).toEqual(wanted);
  });
  test('a search that is given up is told as such', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `T${i}:0:*:${hex('aaaaaaaa')}{-100}${hex(`b${i}`)}`);
    const result = await (await scannerOf(lines.join('\n'))).scan(mail('Subject: x', '', 'a'.repeat(300_000)));
    expect(result).toEqual({ kind: 'unscannable', why: 'too much to compare' });
  });
  test('a part that says two things of itself is not relied on, but still looked into', async () => {
    const twice = (body: string) =>
      mail('Content-Transfer-Encoding: 7bit', 'Content-Transfer-Encoding: base64', '', body);
    const scanner = await scannerOf(ndb);
    expect(await scanner.scan(twice(Buffer.from('hello').toString('base64')))).toMatchObject({
      kind: 'unscannable',
      why: /two types/,
    });
    expect(await scanner.scan(twice('an evil-body-of-code'))).toEqual(found('Body'));
  });
});

test('evidence names the engine, and a virus in one line of plain text whatever its name', async () => {
  const scan = async () =>
    ({ kind: 'infected', virus: `a\r\nb\u202e${'x'.repeat(500)}`, engine: 'clamd /run/x' }) as const;
  const message = mail('Subject: x', '', 'y');
  const ports = portsWith({ names: {} }, { scanner: { scan } });
  const evidence = await observeAntivirus(subjectWith({ phase: 'data', message }), antivirusOptions.parse({}), ports);
  expect(evidence.engine).toBe('clamd /run/x');
  expect(evidence.virus).toMatch(/^a\?\?b\?x+$/);
  expect(evidence.virus).toHaveLength(200);
});
