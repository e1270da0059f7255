#!/usr/bin/env node
// Starts the command line: from the bundle in a published package, straight from the TypeScript sources in a checkout.
import { existsSync } from 'node:fs';

const source = new URL('../src/hosts/cli/main.ts', import.meta.url);
if (existsSync(source)) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else {
  await import('../dist/cli.js');
}
