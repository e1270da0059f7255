// Bundles the page from web/. For checkouts and for the build of the package: esbuild is a development dependency.
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { parseDocumentText } from '../../config/document.ts';
import { loadLibrary } from '../load-library.ts';
import { packageFolder } from '../package-folder.ts';
import { readTextFile } from '../read-text-file.ts';
import type { Page } from './page.ts';

/** The scenario that the page starts with, as it was written: defaults are filled in where it is used. */
const SCENARIO = join('scenarios', 'office-200.yaml');

/** Zod hangs the messages of all languages on its namespace, which no bundler can shake off: the page takes the English ones alone. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

async function bundles(web: string, minify: boolean): Promise<[string, Uint8Array][]> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: web,
    entryPoints: ['main.tsx', 'simulation-worker.ts'],
    outdir: web,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    // Refuses `node:` imports: nothing of the engine gets into the page.
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify,
    sourcemap: !minify,
    write: false,
    logLevel: 'silent',
    plugins: [englishOnly],
  });
  return outputFiles.map(({ path, contents }) => [relative(web, path).split(sep).join('/'), contents]);
}

/**
 * Builds the page in memory.
 * @param minify for publishing; otherwise with source maps.
 * @throws an error with esbuild's messages when web/ does not build.
 */
export async function buildPage({ minify }: { readonly minify: boolean }): Promise<Page> {
  const root = packageFolder();
  const web = join(root, 'web');
  const json = (data: unknown): Uint8Array => Buffer.from(JSON.stringify(data));
  return new Map([
    ['index.html', await readFile(join(web, 'index.html'))],
    ...(await bundles(web, minify)),
    ['library.json', json(loadLibrary())],
    ['scenario.json', json(parseDocumentText(await readTextFile(join(root, SCENARIO)), SCENARIO))],
  ]);
}
