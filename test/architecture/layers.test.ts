import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkLayers } from './layers.ts';

const tree = (): Record<string, string> => {
  const names = ['src', 'web'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => `${root}/${name.replaceAll('\\', '/')}`)
      .filter((name) => /\.tsx?$/.test(name)),
  );
  return Object.fromEntries(names.map((name) => [name, readFileSync(name, 'utf8')]));
};

describe('architecture', () => {
  test('the tree keeps its layers, and pure code stays pure', () => {
    const files = tree();
    expect(Object.keys(files).length).toBeGreaterThan(40);
    expect(checkLayers(files)).toEqual([]);
  });

  const plant = (file: string, text: string) => checkLayers({ [file]: text }).map(({ rule }) => rule);

  test.each([
    ['the kernel importing mail', 'src/sim/kernel.ts', "import { judge } from '../stages/index.ts';", 'direction'],
    ['core importing anything', 'src/core/x.ts', "import { a } from '../stats/tally.ts';", 'direction'],
    ['model importing engine', 'src/model/x.ts', "import { a } from '../engine/engine.ts';", 'direction'],
    ['engine importing model', 'src/engine/x.ts', "import { a } from '../model/scenario.ts';", 'direction'],
    ['run importing engine', 'src/run/x.ts', "import { a } from '../engine/engine.ts';", 'direction'],
    ['the page importing engine', 'web/app.tsx', "import { a } from '../src/engine/engine.ts';", 'direction'],
    ['the page importing an observer', 'web/app.tsx', "import { a } from '../src/stages/spf/observe.ts';", 'direction'],
    ['a stage importing its observer', 'src/stages/spf/stage.ts', "import { a } from './observe.ts';", 'direction'],
    ['a re-export across layers', 'src/stats/x.ts', "export { a } from '../sim/kernel.ts';", 'direction'],
    [
      'a dynamic import across layers',
      'src/run/x.ts',
      "export const f = () => import('../engine/engine.ts');",
      'direction',
    ],
    ['a folder nobody declared', 'src/misc/x.ts', 'export const a = 1;', 'direction'],
    ['Node in pure code', 'src/model/x.ts', "import { readFileSync } from 'node:fs';", 'node'],
    ['Node in the page', 'web/app.ts', "import { readFileSync } from 'node:fs';", 'node'],
    ['a package with a clock in pure code', 'src/run/x.ts', "import pino from 'pino';", 'package'],
    ['chance', 'src/sim/x.ts', 'export const a = () => Math.random();', 'impure'],
    ['chance by another spelling', 'src/sim/x.ts', "export const a = () => Math['random']();", 'impure'],
    ['the wall clock', 'src/run/x.ts', 'export const a = () => Date.now();', 'impure'],
    ['a new date', 'src/config/x.ts', 'export const a = () => new Date();', 'impure'],
    ['a timer', 'src/pipeline/x.ts', 'setTimeout(() => {}, 1);', 'impure'],
    ['the process', 'src/core/x.ts', 'export const a = process.env;', 'impure'],
    ['a logarithm of the engine', 'src/model/x.ts', 'export const a = (x: number) => Math.log(x);', 'engine-dependent'],
    ['a power of the engine', 'src/sim/x.ts', 'export const a = (x: number) => x ** 0.5;', 'engine-dependent'],
  ])('%s is found', (_what, file, text, rule) => {
    expect(plant(file, text)).toContain(rule);
  });

  test('a cycle of imports is found', () => {
    const files = {
      'src/core/a.ts': "import { b } from './b.ts'; export const a = b;",
      'src/core/b.ts': "import { a } from './a.ts'; export const b = a;",
    };
    expect(checkLayers(files).map(({ rule }) => rule)).toEqual(['cycle']);
  });

  test('an honest file is left alone', () => {
    expect(
      plant(
        'src/model/x.ts',
        "import { z } from 'zod'; import { a } from '../sim/kernel.ts'; export const b = z ?? a;",
      ),
    ).toEqual([]);
  });
});
