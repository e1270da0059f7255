// Where the page comes from: built from web/ in a checkout, so that it is never stale; read from dist/web in a published package.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { packageFolder } from '../package-folder.ts';
import type { Page } from './page.ts';

async function readPage(folder: string): Promise<Page> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      files.map(async (file) => [relative(folder, file).split(sep).join('/'), await readFile(file)] as const),
    ),
  );
}

export async function loadPage(): Promise<Page> {
  const root = packageFolder();
  if (!existsSync(join(root, 'web'))) return readPage(join(root, 'dist', 'web'));
  const { buildPage } = await import('./build-page.ts');
  return buildPage({ minify: false });
}
