import { describe, expect, test } from 'vitest';
import { attachmentName } from '../../../src/engine/mime/attachment-name.ts';
import { describesItselfTwice } from '../../../src/engine/mime/describes-itself-twice.ts';
import { mimeStructure } from '../../../src/engine/mime/mime-structure.ts';

describe('the name of an attached file', () => {
  test.each<[string, string, readonly string[]]>([
    ['report.pdf', 'report.pdf', []],
    ['Größe 2024.xlsx', 'Größe 2024.xlsx', []],
    ['archive.tar.gz', 'archive.tar.gz', []],
    ['v1.2.zip', 'v1.2.zip', []],
    ['../../etc/passwd', 'passwd', ['path']],
    ['C:\\Windows\\a.dll', 'a.dll', ['path']],
    ['a/', '', ['path']],
    ['..', '..', ['path']],
    ['invoice\u202efdp.exe', 'invoicefdp.exe', ['hidden characters']],
    ['a\0b.txt', 'ab.txt', ['hidden characters']],
    ['a\r\nb.txt', 'ab.txt', ['hidden characters']],
    ['in\u200bvoice.pdf', 'invoice.pdf', ['hidden characters']],
    ['invoice.pdf.exe', 'invoice.pdf.exe', ['two endings']],
    ['photo.jpg .scr', 'photo.jpg .scr', ['two endings']],
    ['photo.jpg.scr. ', 'photo.jpg.scr. ', ['two endings']],
    ['setup.exe', 'setup.exe', []],
    [`a.pdf${' '.repeat(40)}.js`, `a.pdf${' '.repeat(40)}.js`, ['two endings', 'far ending']],
  ])('%j is shown as %j: %j', (name, shown, tricks) => {
    expect(attachmentName(name)).toEqual({ shown, tricks });
  });
  test('is bounded', () => {
    expect(attachmentName('x'.repeat(1_000_000)).shown).toHaveLength(200);
  });
});

test.each<[string, boolean]>([
  ['Content-Type: text/plain', false],
  ['Content-Type: text/plain\r\nContent-Type:  TEXT/plain', false],
  ['Content-Type: text/plain\r\nContent-Type: text/html', true],
  ['Content-Transfer-Encoding: 7bit\r\nSubject: x\r\ncontent-transfer-encoding: base64', true],
  ['Subject: a\r\nSubject: b', false],
])('a part with the header %j describes itself twice: %s', (header, wanted) => {
  expect(describesItselfTwice(mimeStructure(Buffer.from(`${header}\r\n\r\nx`)))).toBe(wanted);
});
