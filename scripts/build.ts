// Builds what is published into dist/: the command line, the thread that simulates, and the page.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };
import { buildPage } from '../src/hosts/page/build-page.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

await rm(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/hosts/cli/main.ts',
    worker: 'src/hosts/worker.ts',
    'replication-worker': 'src/hosts/replication-worker.ts',
    'antispam-thread': 'src/engine/antispam/patterns/pattern-thread.ts',
  },
  outdir: dist,
  bundle: true,
  // What a command imports when it runs stays a file of its own: sizing does not load a web server.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // esbuild builds the page in a checkout; a published package has it built and never gets there.
  external: [...Object.keys(manifest.dependencies), 'esbuild'],
  logLevel: 'warning',
});
for (const [name, bytes] of await buildPage({ minify: true })) {
  const file = join(dist, 'web', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
