// Against Debian's clamd with a small database of our own: does our client speak to it, and do our signatures mean what they mean
// there?
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLAMD_DEFAULTS, type Clamd, createClamd } from '../../../src/engine/antivirus/clamd.ts';
import { parseDatabase } from '../../../src/engine/antivirus/signatures/parse-database.ts';
import { createSignatureSet } from '../../../src/engine/antivirus/signatures/signature-set.ts';
import { createSignatureScanner } from '../../../src/stages/antivirus/observe/signature-scanner.ts';
import { EICAR, mailWith, zipOf } from '../../stages/observe/archives.ts';

/** Debian's package clamav-daemon. */
const PROGRAM = 'clamd';
const wanted = process.env['PLIMSOLL_CLIENT_TESTS'] === '1';
const there = spawnSync(PROGRAM, ['--version']).status === 0;
if (wanted && !there) console.warn('clamd is not installed (apt-get install clamav-daemon): its tests are skipped');
const clients = wanted && there ? describe : describe.skip;

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const md5 = createHash('md5').update('a file that is known by its hash').digest('hex');
const NDB = [
  `Lab.Eicar:0:0:${hex(EICAR)}`,
  `Lab.Plain:0:*:${hex('plain-virus-body')}`,
  `Lab.Wild:0:*:${hex('wild-')}??${hex('-virus')}`,
  `Lab.Star:0:*:${hex('star-begins')}*${hex('star-ends')}`,
  `Lab.Gap:0:*:${hex('gap-begins')}{2-4}${hex('gap-ends')}`,
  `Lab.Least:0:*:${hex('least-begins')}{5-}${hex('least-ends')}`,
  `Lab.Choice:0:*:${hex('choice-')}(${hex('red')}|${hex('sea')})${hex('-end')}`,
  `Lab.Start:0:0:${hex('at-the-very-start')}`,
  `Lab.End:0:EOF-15:${hex('at-the-very-end')}`,
  `Lab.Shift:0:4,3:${hex('shifted-virus')}`,
].join('\n');
const HDB = `${md5}:32:Lab.Hash\n`;

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

clients('with the real clamd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-clamd-'));
  let daemon: ChildProcess;
  let clamd: Clamd;
  let local: Clamd;

  beforeAll(async () => {
    mkdirSync(join(folder, 'db'));
    writeFileSync(join(folder, 'db', 'lab.ndb'), `${NDB}\n`);
    writeFileSync(join(folder, 'db', 'lab.hdb'), HDB);
    const port = await freePort();
    const settings = [
      `DatabaseDirectory ${join(folder, 'db')}`,
      `LocalSocket ${join(folder, 'socket')}`,
      `LogFile ${join(folder, 'log')}`,
      `TCPSocket ${port}`,
      'TCPAddr 127.0.0.1',
      'StreamMaxLength 2M',
      'Foreground yes',
    ];
    writeFileSync(join(folder, 'clamd.conf'), settings.join('\n'));
    daemon = spawn(PROGRAM, ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
    const settingsOf = { ...CLAMD_DEFAULTS, maxStreamBytes: 10 * 1024 ** 2 };
    clamd = createClamd({ endpoint: { host: '127.0.0.1', port }, ...settingsOf });
    local = createClamd({ endpoint: { path: join(folder, 'socket') }, ...settingsOf });
    while ((await clamd.ping()) !== null) {
      if (daemon.exitCode !== null) throw new Error(readFileSync(join(folder, 'log'), 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, 60_000);
  afterAll(async () => {
    daemon?.kill();
    if (daemon && daemon.exitCode === null) await once(daemon, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  test('is there and names its version, over TCP and the Unix socket', async () => {
    expect(await clamd.version()).toMatch(/^ClamAV \d/);
    expect(await local.ping()).toBeNull();
  });
  test('finds EICAR attached and in a zip, and nothing in plain mail', async () => {
    expect(await clamd.scan(mailWith(Buffer.from(EICAR)))).toMatchObject({
      kind: 'infected',
      virus: expect.stringContaining('Lab.Eicar'),
    });
    expect(await local.scan(mailWith(zipOf(EICAR)))).toMatchObject({ kind: 'infected' });
    expect(await clamd.scan(mailWith(Buffer.from('hello')))).toEqual({ kind: 'clean' });
  });
  test('what is larger than it takes is told as such, not as clean and not as an outage', async () => {
    for (let times = 0; times < 10; times += 1)
      expect(await clamd.scan(Buffer.alloc(5 * 1024 ** 2, 'x'))).toMatchObject({ kind: 'unscannable' });
  });

  const cases = [
    'a plain-virus-body here',
    'a plain-virus-bod',
    'wild-X-virus',
    'wild-XY-virus',
    'star-begins and then star-ends',
    'star-ends then star-begins',
    'star-begins',
    'gap-begins..gap-ends',
    'gap-begins....gap-ends',
    'gap-begins.gap-ends',
    'gap-begins.....gap-ends',
    'least-begins.....least-ends',
    'least-begins....least-ends',
    'choice-red-end',
    'choice-sea-end',
    'choice-sky-end',
    'at-the-very-start and on',
    'not at-the-very-start',
    'so it is at-the-very-end',
    'at-the-very-end is not',
    '....shifted-virus',
    '.......shifted-virus',
    '........shifted-virus',
    '...shifted-virus',
    'a file that is known by its hash',
    'a file that is known by its Hash',
  ];
  test.each(cases)('our engine and clamd agree on %j', async (text) => {
    const set = createSignatureSet([
      await parseDatabase('lab.ndb', Buffer.from(NDB)),
      await parseDatabase('lab.hdb', Buffer.from(HDB)),
    ]);
    const ours = await set.match(Buffer.from(text), false);
    const theirs = await clamd.scan(Buffer.from(text));
    const name = typeof ours === 'object' ? ours.name : null;
    expect(theirs).toEqual(name === null ? { kind: 'clean' } : { kind: 'infected', virus: `${name}.UNOFFICIAL` });
  });
  test('and so do they on whole messages', async () => {
    const set = createSignatureSet([await parseDatabase('lab.ndb', Buffer.from(NDB))]);
    const scanner = createSignatureScanner({ signatures: [], databases: () => set });
    for (const content of ['at-the-very-start and on', 'a plain-virus-body', 'nothing']) {
      const message = mailWith(zipOf(content));
      expect((await clamd.scan(message)).kind).toBe((await scanner.scan(message)).kind);
    }
  });
});
