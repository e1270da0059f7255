import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadLibrary } from '../../../src/hosts/load-library.ts';
import { buildPage } from '../../../src/hosts/page/build-page.ts';
import type { Page } from '../../../src/hosts/page/page.ts';

const text = (page: Page, name: string): string => Buffer.from(page.get(name) ?? []).toString();

describe.each([false, true])('the page (minified: %s)', async (minify) => {
  const page = await buildPage({ minify });

  test('has its files, and source maps only for people', () => {
    for (const name of ['index.html', 'main.js', 'main.css', 'simulation-worker.js', 'library.json', 'scenario.json'])
      expect(page.get(name)?.length, name).toBeGreaterThan(0);
    expect(page.has('main.js.map')).toBe(!minify);
  });

  test('has nothing of Node in it', () => {
    for (const name of page.keys()) {
      if (name.endsWith('.js')) expect(text(page, name), name).not.toMatch(/["'`]node:/);
    }
  });

  test('has a hash in the name of every chunk, and links to nothing that is not there', () => {
    const chunks = [...page.keys()].filter((name) => name.startsWith('chunks/') && name.endsWith('.js'));
    for (const name of chunks) expect(name).toMatch(/^chunks\/[\w-]+-[A-Z0-9]{8}\.js$/);
    const linked = [...text(page, 'index.html').matchAll(/(?:src|href)="\.?\/?([\w./-]+\.(?:js|css))"/g)];
    expect(linked.length).toBeGreaterThan(0);
    for (const [, name = ''] of linked) expect(page.has(name), name).toBe(true);
  });

  test('brings the library, and the scenario as it was written', () => {
    expect(JSON.parse(text(page, 'library.json'))).toEqual(loadLibrary());
    expect(JSON.parse(text(page, 'scenario.json'))).toEqual(parse(readFileSync('scenarios/office-200.yaml', 'utf8')));
  });
});
