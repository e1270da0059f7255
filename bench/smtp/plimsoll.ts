// This engine, from the checkout: one process, without filters or with those that are on by default.
import { writeFile } from 'node:fs/promises';
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

export const plimsoll = (filters: boolean): Contestant => ({
  name: filters ? 'plimsoll, filters on' : 'plimsoll, no filters',
  promise: 'on disk; then delivered to a mailbox',
  async start(folder, port) {
    const file = join(folder, 'engine.yaml');
    await writeFile(file, configuration(port, filters));
    const words = [resolve('bin/plimsoll.cjs'), 'engine', '--config', file];
    const server = await startProgram({ command: process.execPath, words, folder, port });
    return { ...server, kept: mailFiles(join(folder, 'data/mail'), /\.eml$/) };
  },
});
