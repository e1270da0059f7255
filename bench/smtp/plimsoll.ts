// This engine as it is published, bundled: one process, without filters or with those that are on by default.
import { spawnSync } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { type Contestant, startProgram } from './contestant.ts';
import { mailFiles } from './kept.ts';

const NO_FILTERS = Object.fromEntries(STAGE_NAMES.map((name) => [name, { enabled: false }]));
/** As by default, but one client may do what a thousand do, and does not have to come again. */
const FILTERS = {
  connectionPolicy: { maxConcurrentConnections: 1000 },
  greylist: { defaultAction: 'whitelist' },
};

const configuration = (port: number, filters: boolean): string =>
  stringify({
    plimsoll: 1,
    hostname: 'mail.example.com',
    domains: ['example.com'],
    accounts: [{ address: 'alice@example.com', password: 'alice-secret' }],
    limits: { maxConnections: 1000, maxMessageBytes: 20_000_000 },
    listeners: { smtp: { port }, imap: { enabled: false } },
    storage: { folder: 'data' },
    dns: { only: true, records: { 'partner.example': { TXT: ['v=spf1 ip4:127.0.0.0/8 -all'] } } },
    stages: filters ? FILTERS : NO_FILTERS,
  });

/** Where the packages of this checkout are found, and its sources are not. */
const PUBLISHED = resolve('node_modules/.cache/bench-smtp/plimsoll');

async function publish(): Promise<string | null> {
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8', timeout: 110_000 });
  if (status !== 0) return `cannot be built: ${stderr.trim()}`;
  await rm(PUBLISHED, { recursive: true, force: true });
  for (const part of ['bin', 'dist', 'models', 'package.json'])
    await cp(resolve(part), join(PUBLISHED, part), { recursive: true });
  return null;
}

export const plimsoll = (filters: boolean): Contestant => ({
  name: filters ? 'plimsoll, filters on' : 'plimsoll, no filters',
  promise: 'on disk; then delivered to a mailbox',
  async start(folder, port) {
    const why = await publish();
    if (why !== null) return why;
    const file = join(folder, 'engine.yaml');
    await writeFile(file, configuration(port, filters));
    const words = [join(PUBLISHED, 'bin/plimsoll.cjs'), 'engine', '--config', file];
    const server = await startProgram({ command: process.execPath, words, folder, port });
    return { ...server, kept: mailFiles(join(folder, 'data/mail'), /\.eml$/) };
  },
});
