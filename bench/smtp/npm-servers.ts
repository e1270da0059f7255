// Servers from the npm registry, installed beside this checkout's packages: smtp-server, which throws mail away, and Haraka, which
// queues it to disk and delivers nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Contestant, startProgram } from './contestant.ts';
import { mailFiles } from './kept.ts';

/** Installed once a checkout. @returns the folder of the package, or why it is not there in `why`. */
function installed(name: string, version: string): { path: string; why: string | null } {
  const folder = resolve('node_modules/.cache/bench-smtp', `${name}-${version}`);
  const path = join(folder, 'node_modules', name);
  if (existsSync(join(folder, 'complete'))) return { path, why: null };
  const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  const { status, stderr } = spawnSync('npm', [...words, `${name}@${version}`], { encoding: 'utf8', timeout: 110_000 });
  if (status !== 0) return { path, why: `cannot be installed: ${String(stderr).trim().split('\n').at(-1)}` };
  writeFileSync(join(folder, 'complete'), '');
  return { path, why: null };
}

/** It tells what it took ten times a second. */
const DISCARDING = (path: string, port: number): string => `
const { writeFileSync, renameSync } = require('node:fs');
const { SMTPServer } = require(${JSON.stringify(path)});
let mails = 0, bytes = 0;
setInterval(() => {
  writeFileSync('taken.new', JSON.stringify({ mails, bytes }));
  renameSync('taken.new', 'taken');
}, 100);
new SMTPServer({
  authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true, maxClients: 1000,
  onData(stream, session, done) {
    stream.on('data', (chunk) => { bytes += chunk.length; });
    stream.on('end', () => { mails += 1; done(); });
  },
}).listen(${port}, '127.0.0.1');
`;

export const smtpServer: Contestant = {
  name: 'smtp-server 3.21.6, discarding',
  promise: 'nothing: mail is thrown away',
  async start(folder, port) {
    const { path, why } = installed('smtp-server', '3.21.6');
    if (why !== null) return why;
    await writeFile(join(folder, 'server.js'), DISCARDING(path, port));
    const server = await startProgram({ command: process.execPath, words: ['server.js'], folder, port });
    const taken = () => JSON.parse(readFileSync(join(folder, 'taken'), 'utf8')) as { mails: number; bytes: number };
    return { ...server, kept: { mails: async () => taken().mails, bytes: async () => taken().bytes } };
  },
};

const RELAYING = `
exports.hook_connect = function (next, connection) { connection.relaying = true; next(); };
`;

const SETTINGS = (port: number): Record<string, string> => ({
  'config/smtp.ini': `listen=127.0.0.1:${port}\nnodes=0\n`,
  'config/me': 'mail.example.com\n',
  'config/plugins': 'relaying\n',
  'config/outbound.ini': 'disabled=true\n',
  'config/log.ini': '[main]\nlevel=error\n',
  'plugins/relaying.js': RELAYING,
});

export const haraka: Contestant = {
  name: 'Haraka 3.3.4, queueing to disk',
  promise: 'in its queue folder; delivery is paused',
  async start(folder, port) {
    const { path, why } = installed('Haraka', '3.3.4');
    if (why !== null) return why;
    // Haraka has its defaults in files that are copied, not in its code.
    await cp(join(path, 'config'), join(folder, 'config'), { recursive: true });
    for (const name of ['plugins', 'queue']) await mkdir(join(folder, name), { recursive: true });
    for (const [name, text] of Object.entries(SETTINGS(port))) await writeFile(join(folder, name), text);
    const program = join(path, 'bin/haraka');
    const server = await startProgram({ command: process.execPath, words: [program, '-c', folder], folder, port });
    // What begins with a dot is being written.
    return { ...server, kept: mailFiles(join(folder, 'queue'), /^[^.]/) };
  },
};
