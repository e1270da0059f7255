// A queue on a disk in memory, in virtual time, with another server that says what the test wants.

import type { Envelope, EnvelopeRecipient } from '../../../src/engine/queue/envelope.ts';
import { answer, type Outcome } from '../../../src/engine/queue/outcome.ts';
import { openQueue, type Queue, type QueueOptions } from '../../../src/engine/queue/queue.ts';
import type { OutgoingMail } from '../../../src/engine/relay/outgoing.ts';
import type { Relay } from '../../../src/engine/relay/relay.ts';
import { createFileMailStore } from '../../../src/engine/store/file-mail-store.ts';
import { createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const T0 = 1_700_000_000;
const ACCOUNTS = ['ann@example.org', 'bob@example.org', 'root@example.org'];

/** A recipient here, or at another server. */
export const to = (address: string, change: Partial<EnvelopeRecipient> = {}): EnvelopeRecipient => ({
  address,
  account: address.endsWith('@example.org') ? address : null,
  original: address,
  fate: 'deliver',
  notify: false,
  ...change,
});

export const envelopeOf = (change: Partial<Envelope> = {}): Envelope => ({
  version: 1,
  id: 'Q1',
  receivedSeconds: T0,
  client: { address: '192.0.2.1', helo: 'client.example', extended: true },
  sender: 'ann@example.org',
  recipients: [to('x@far.example')],
  marks: [],
  trail: [],
  ...change,
});

export const relayed = (informs = false): Outcome => ({
  kind: 'delivered',
  to: 'server',
  informs,
  answer: answer('2.0.0', '250 Ok', 'mx.far.example[192.0.2.9]'),
});
export const deferred: Outcome = {
  kind: 'deferred',
  answer: answer('4.2.0', '450 later', 'mx.far.example[192.0.2.9]'),
};
export const failed: Outcome = {
  kind: 'failed',
  answer: answer('5.1.1', '550 no such user', 'mx.far.example[192.0.2.9]'),
};
export const UNREACHABLE = answer('4.4.1', 'connect to port 25: connection refused', 'mx.far.example[192.0.2.9]');

/** What the other server says to an address; `unreachable` for the whole delivery. */
export type Say = (address: string, mail: OutgoingMail) => Outcome | 'unreachable' | Promise<Outcome | 'unreachable'>;

export interface FakeRelay extends Relay {
  say: Say;
  /** Everything that was tried, with the time. */
  readonly tried: { readonly at: number; readonly addresses: readonly string[]; readonly mail: OutgoingMail }[];
  /** Messages that the other server took, by recipient. */
  readonly taken: { readonly address: string; readonly text: string }[];
  running: number;
  mostRunning: number;
}

export function createFakeRelay(now: () => number, say: Say = () => relayed()): FakeRelay {
  const relay: FakeRelay = {
    say,
    tried: [],
    taken: [],
    running: 0,
    mostRunning: 0,
    nextHop: (_sender, address) => ({
      kind: 'direct',
      domain: address.slice(address.lastIndexOf('@') + 1),
      port: 25,
      tls: 'may',
      verifyCertificate: false,
      login: null,
    }),
    async deliver(_hop, mail) {
      relay.running += 1;
      relay.mostRunning = Math.max(relay.mostRunning, relay.running);
      relay.tried.push({ at: now(), addresses: mail.recipients.map(({ address }) => address), mail });
      const outcomes: Outcome[] = [];
      let down = false;
      for (const { address } of mail.recipients) {
        const said = await relay.say(address, mail);
        if (said === 'unreachable') down = true;
        else if (said.kind === 'delivered') relay.taken.push({ address, text: mail.message.toString('latin1') });
        outcomes.push(said === 'unreachable' ? { kind: 'deferred', answer: UNREACHABLE } : said);
      }
      relay.running -= 1;
      return { outcomes, unreachable: down ? UNREACHABLE : null };
    },
  };
  return relay;
}

export interface QueueLab {
  readonly disk: MemoryDisk;
  readonly clock: VirtualClock;
  readonly relay: FakeRelay;
  readonly queue: Queue;
  readonly events: { readonly event: string; readonly facts: Readonly<Record<string, unknown>> }[];
  /** Messages of a mailbox, one character a byte. */
  texts(account: string, mailbox?: string): Promise<string[]>;
  submit(change?: Partial<Envelope>, message?: string): Promise<void>;
  /** Lets time pass, and the queue do its work meanwhile. */
  pass(seconds: number): Promise<void>;
}

export interface LabOptions {
  readonly disk?: MemoryDisk;
  readonly clock?: VirtualClock;
  readonly relay?: FakeRelay;
  readonly say?: Say;
  readonly options?: Partial<QueueOptions>;
  readonly onEvent?: (event: string) => void;
}

export async function openLab({ onEvent, ...given }: LabOptions = {}): Promise<QueueLab> {
  const disk = given.disk ?? createMemoryDisk();
  const clock = given.clock ?? createVirtualClock(T0);
  const relay = given.relay ?? createFakeRelay(clock.now, given.say);
  const events: QueueLab['events'] = [];
  await disk.fs.makeFolder('/data');
  await disk.fs.syncFolder('/');
  const log = (event: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    events.push({ event, facts });
    onEvent?.(event);
  };
  const store = createFileMailStore({ fs: disk.fs, folder: '/data/mail', now: clock.now, log });
  const queue = await openQueue({
    fs: disk.fs,
    folder: '/data',
    store,
    hostname: 'mx.example.org',
    directory: {
      resolve(address) {
        const key = address.toLowerCase();
        if (ACCOUNTS.includes(key)) return { kind: 'known', targets: [{ address: key, account: key }] };
        if (key === 'postmaster')
          return { kind: 'known', targets: [{ address: 'root@example.org', account: 'root@example.org' }] };
        return { kind: key.endsWith('@example.org') ? 'unknown' : 'foreign' };
      },
    },
    relay,
    clock,
    log,
    ...given.options,
  });
  return {
    disk,
    clock,
    relay,
    queue,
    events,
    async texts(account, mailbox = 'INBOX') {
      const box = await store.create(account, mailbox);
      return Promise.all(box.list().map(async ({ uid }) => (await box.read(uid))?.toString('latin1') ?? ''));
    },
    async submit(change, message = 'Subject: hello\r\n\r\ntext\r\n') {
      const submission = await queue.submit(envelopeOf(change), Buffer.from(message));
      if (submission.kind !== 'kept') throw new Error('not kept');
      await queue.idle();
    },
    pass: (seconds) => clock.advance(seconds, () => queue.idle()),
  };
}
