// Reads a file that a person named: bounded, regular files only, every failure a clear problem.
import { open } from 'node:fs/promises';
import { DOCUMENT_LIMITS } from '../config/document.ts';
import { InputError } from '../core/problem.ts';

const HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file. Check the path.',
  EACCES: 'The file may not be read. Check its permissions.',
  EISDIR: 'This is a folder. Name a file.',
  ENOTDIR: 'A part of the path is not a folder. Check the path.',
  ENAMETOOLONG: 'The path is too long. Check it.',
};

/**
 * The text of a file.
 * @throws InputError when it cannot be read, is no regular file or larger than a document may be: its size is looked at before
 * a byte is read.
 */
export async function readTextFile(path: string, maxBytes: number = DOCUMENT_LIMITS.bytes): Promise<string> {
  const refuse = (got: string, hint: string) =>
    new InputError(path, [{ path: '(file)', got, wanted: `a text file of at most ${maxBytes} bytes`, hint }]);
  try {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      if (stats.isDirectory()) throw refuse('a folder', 'Name a file.');
      if (!stats.isFile()) throw refuse('something that is no regular file', 'Name a file.');
      if (stats.size > maxBytes) throw refuse(`${stats.size} bytes`, 'Is this the right file?');
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code = 'an error', message } = error as NodeJS.ErrnoException;
    throw refuse(code, HINTS[code] ?? message);
  }
}
