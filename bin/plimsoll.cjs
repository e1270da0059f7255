#!/usr/bin/env node
// Starts the command line: from the bundle in a published package, straight from the TypeScript sources in a checkout.
// CommonJS, since by the time a module of the other kind runs, Node has made its four threads for the disk.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

// A flush holds its thread until the disk has answered, and flushes that wait together share the disk's work.
// Sixteen [A]: most of the twenty local deliveries at once; the user's own setting wins.
process.env.UV_THREADPOOL_SIZE ??= '16';

const source = join(__dirname, '../src/hosts/cli/main.ts');

async function start() {
  if (!existsSync(source)) return import('../dist/cli.js');
  const { register } = await import('tsx/esm/api');
  register();
  return import(pathToFileURL(source).href);
}

start();
