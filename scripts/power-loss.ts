// What `power-loss.sh` runs on a disk whose power is about to fail, and afterwards on what is left of it.
//   run <folder> <acknowledged> <mode>     takes mail until it is killed; writes the id of every message it answers for
//   verify <folder> <acknowledged>         starts on what is left and says what is missing
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileSystem } from '../src/engine/ports/file-system.ts';
import { NODE_CLOCK } from '../src/engine/ports/node-clock.ts';
import { NODE_FILE_SYSTEM } from '../src/engine/ports/node-file-system.ts';
import type { Envelope, EnvelopeRecipient } from '../src/engine/queue/envelope.ts';
import { openQueue, type QueueOptions } from '../src/engine/queue/queue.ts';
import type { Relay } from '../src/engine/relay/relay.ts';
import { createFileMailStore } from '../src/engine/store/file-mail-store.ts';

const ACCOUNT = 'ann@example.org';
/** Sparse on purpose: the next message would flush the names of the one before. */
const PAUSE_MILLISECONDS = 60;

/** Safeguards to take away. */
const MODES: Readonly<Record<string, FileSystem>> = {
  safe: NODE_FILE_SYSTEM,
  'no-folder-fsync': { ...NODE_FILE_SYSTEM, syncFolder: async () => {} },
  'no-fsync': {
    ...NODE_FILE_SYSTEM,
    syncFolder: async () => {},
    async open(path, mode) {
      return { ...(await NODE_FILE_SYSTEM.open(path, mode)), sync: async () => {} };
    },
  },
};

const bodyOf = (id: string): string => `Subject: ${id}\r\n\r\n${`the text of ${id}\r\n`.repeat(200)}`;
/** Every third message is delivered here; the others wait for a server that does not answer, and nothing more is written for them. */
const isLocal = (id: string): boolean => Number(id.slice(1)) % 3 === 0;

const envelopeOf = (id: string): Envelope => {
  const address = isLocal(id) ? ACCOUNT : `${id}@far.example`;
  const recipient: EnvelopeRecipient = {
    address,
    account: isLocal(id) ? ACCOUNT : null,
    original: address,
    fate: 'deliver',
    notify: false,
  };
  const client = { address: '192.0.2.1', helo: 'client.example', extended: true };
  const receivedSeconds = Math.floor(Date.now() / 1000);
  return { version: 1, id, receivedSeconds, client, sender: '', recipients: [recipient], marks: [], trail: [] };
};

function open(fs: FileSystem, folder: string, deliver: Relay['deliver']) {
  const store = createFileMailStore({ fs, folder: join(folder, 'mail'), now: NODE_CLOCK.now, log: () => {} });
  const nextHop: Relay['nextHop'] = () => ({
    kind: 'direct',
    domain: 'far.example',
    port: 25,
    tls: 'none',
    verifyCertificate: false,
    login: null,
  });
  const directory: QueueOptions['directory'] = { resolve: () => ({ kind: 'unknown' }) };
  const relay = { nextHop, deliver };
  const options = { fs, folder, store, hostname: 'mx.example.org', directory, relay, clock: NODE_CLOCK, log: () => {} };
  return openQueue(options).then((queue) => ({ store, queue }));
}

async function run(folder: string, acknowledged: string, mode: string): Promise<void> {
  const fs = MODES[mode];
  if (fs === undefined) throw new Error(`mode ${mode}: wanted one of ${Object.keys(MODES).join(', ')}`);
  const { queue } = await open(fs, folder, () => new Promise(() => {}));
  for (let number = 0; ; number += 1) {
    const id = `M${String(number).padStart(6, '0')}`;
    if ((await queue.submit(envelopeOf(id), Buffer.from(bodyOf(id)))).kind === 'kept')
      appendFileSync(acknowledged, `${id}\n`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}

async function verify(folder: string, acknowledged: string): Promise<void> {
  const ids = existsSync(acknowledged) ? readFileSync(acknowledged, 'utf8').trim().split('\n') : [];
  const found: string[] = [];
  const see = (text: string): void => {
    const id = /^Subject: (M\d+)\r$/m.exec(text)?.[1] ?? '';
    found.push(text.endsWith(bodyOf(id)) ? id : 'broken');
  };
  const { store, queue } = await open(NODE_FILE_SYSTEM, folder, async (_hop, mail) => {
    see(mail.message.toString());
    const answer = { status: '2.0.0', text: 'taken', host: null };
    const outcome = { kind: 'delivered', to: 'server', informs: false, answer } as const;
    return { outcomes: mail.recipients.map(() => outcome), unreachable: null };
  });
  await queue.idle();
  const inbox = await store.create(ACCOUNT, 'INBOX');
  for (const { uid } of inbox.list()) see((await inbox.read(uid))?.toString() ?? '');
  const lost = ids.filter((id) => !found.includes(id)).length;
  const twice = found.filter((id, index) => found.indexOf(id) !== index).length;
  const broken = found.filter((id) => id === 'broken').length;
  console.log(JSON.stringify({ acknowledged: ids.length, lost, twice, broken }));
  await queue.stop();
  await store.close();
}

const [command, folder = '', acknowledged = '', mode = 'safe'] = process.argv.slice(2);
if (command === 'run') await run(folder, acknowledged, mode);
else if (command === 'verify') await verify(folder, acknowledged);
else throw new Error('usage: power-loss.ts run|verify <folder> <file> [mode]');
