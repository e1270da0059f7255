// `npm run bench:smtp [-- words of a name]`: how many mails a second does a server answer with 250, how many are found where it leaves
// them, and what does one cost it? Load by Postfix's smtp-source on loopback, all servers in turn in one run; they share the processors
// with the load. Every mail is counted on disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contestant, lastWords } from './contestant.ts';
import { describeFlushes } from './flushes.ts';
import { describeIdleSessions, memoryBytes } from './idle.ts';
import { hasSmtpSource, sendAndFind } from './load.ts';
import { type Figure, measure, median } from './measure.ts';
import { haraka, smtpServer } from './npm-servers.ts';
import { plimsoll } from './plimsoll.ts';
import { postfix } from './postfix.ts';

const LOADS = [
  { bytes: 5_000, mails: 1000 },
  { bytes: 50_000, mails: 500 },
  { bytes: 300_000, mails: 150 },
] as const;
const SESSIONS = [1, 10, 50] as const;
const ROUNDS = 3;
const FIRST_PORT = 21_025;

const columns = (values: readonly string[]): string =>
  values.map((value, index) => value.padStart([9, 9, 20, 20, 12, 8][index] ?? 0)).join('');
const range = (values: readonly number[]): string =>
  `${median(values).toFixed(0)} (${values[0]?.toFixed(0)}–${values.at(-1)?.toFixed(0)})`;
const row = (bytes: number, sessions: number, { accepted, delivered, cpuMilliseconds, othersShare }: Figure): string =>
  columns([
    String(bytes),
    String(sessions),
    range(accepted),
    range(delivered),
    cpuMilliseconds.toFixed(2),
    `${(othersShare * 100).toFixed(0)} %`,
  ]);

/** What is to be ended when we are told to stop. */
let running: { stop(): Promise<void> } | null = null;

async function take(contestant: Contestant, port: number): Promise<void> {
  console.log(`\n${contestant.name} (a 250 means: ${contestant.promise})`);
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-smtp-'));
  try {
    const server = await contestant.start(folder, port);
    if (typeof server === 'string') {
      console.log(`  not measured: ${server}`);
      return;
    }
    running = server;
    await sendAndFind(server, { sessions: 10, mails: 500, bytes: 5_000 });
    console.log(`  ${await describeIdleSessions(server)}`);
    console.log(columns(['bytes', 'sessions', '250/s', 'delivered/s', 'CPU ms/mail', 'others']));
    for (const { bytes, mails } of LOADS)
      for (const sessions of SESSIONS)
        console.log(row(bytes, sessions, await measure(server, { sessions, mails, bytes }, ROUNDS)));
    for (const line of await describeFlushes(server, folder)) console.log(`  ${line}`);
    const [mails, bytes] = [await server.kept.mails(), await server.kept.bytes()];
    console.log(
      `  ${mails} mails of ${(bytes / 1e6).toFixed(0)} MB are there, as many as were sent; ${(memoryBytes(server.pid) / 1e6).toFixed(0)} MB of memory; load ${loadavg()[0]?.toFixed(1)}`,
    );
  } catch (error) {
    console.log(`  failed: ${String(error)} ${lastWords(folder)}`);
    process.exitCode = 1;
  } finally {
    await running?.stop();
    running = null;
    await rm(folder, { recursive: true, force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.resolve(running?.stop()).then(() => process.exit(130)));

if (!hasSmtpSource()) {
  console.error('smtp-source is not installed (Debian: postfix)');
  process.exit(2);
}
const [processor] = cpus();
console.log(
  `Node ${process.version}, ${cpus().length} × ${processor?.model}, ${new Date().toISOString().slice(0, 16)}Z`,
);
const wanted = process.argv.slice(2);
const all = [plimsoll(false), plimsoll(true), smtpServer, haraka, postfix];
for (const [index, contestant] of all.entries())
  if (wanted.length === 0 || wanted.some((word) => contestant.name.includes(word)))
    await take(contestant, FIRST_PORT + 100 * index);
