// The queue: takes responsibility for messages and sees to their delivery, a few at a time, again after a failure or a restart.
import { randomBytes } from 'node:crypto';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { MailStore } from '../store/mail-store.ts';
import { deliver } from './delivery.ts';
import type { Envelope } from './envelope.ts';
import { openSpool } from './spool.ts';

interface QueueOptions {
  readonly fs: FileSystem;
  /** The data folder; it exists. */
  readonly folder: string;
  readonly store: MailStore;
  readonly hostname: string;
  /** Deliveries at once. */
  readonly concurrency: number;
  /** Time until a failed delivery is tried again. 300 s is Postfix's minimal back-off. */
  readonly retrySeconds: number;
  readonly log: EventLog;
}

/** `full`: no room on the disk. The message was not kept. */
export type Submission = { readonly kind: 'kept' } | { readonly kind: 'failed'; readonly full: boolean };

export interface Queue {
  /** An id that no message had. @param now seconds since 1970 */
  newId(now: number): string;
  /** Resolves when the message is durable, or not kept at all. Never rejects. */
  submit(envelope: Envelope, message: Uint8Array): Promise<Submission>;
  /** Resolves when nothing waits for delivery but what failed. */
  idle(): Promise<void>;
  /** Lets running deliveries finish and starts no more. What is left is delivered at the next start. */
  stop(): Promise<void>;
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Opens the spool and begins to deliver what the last run left. Rejects when the folder cannot be used. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { fs, folder, concurrency, retrySeconds, log } = options;
  const spool = await openSpool(fs, folder, log);
  const ports = { store: options.store, spool, hostname: options.hostname };
  const waiting: string[] = [...(await spool.ids())];
  const retries = new Set<NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  let stopped = false;
  if (waiting.length > 0) log('queue.replay', { messages: waiting.length });

  const attempt = async (id: string): Promise<void> => {
    try {
      const entry = await spool.read(id);
      if (entry === null) return;
      await deliver(entry, ports);
      await spool.remove(id);
      log('queue.delivered', { id, recipients: entry.envelope.recipients.length });
    } catch (error) {
      log('queue.deferred', { id, error: String(error), retrySeconds });
      if (stopped) return;
      const timer = setTimeout(() => {
        retries.delete(timer);
        waiting.push(id);
        work();
      }, retrySeconds * 1000);
      retries.add(timer);
    }
  };
  function start(id: string): Promise<void> {
    const delivery = attempt(id).then(() => {
      running.delete(id);
      work();
    });
    running.set(id, delivery);
    return delivery;
  }
  function work(): void {
    while (!stopped && running.size < concurrency) {
      const id = waiting.shift();
      if (id === undefined) return;
      void start(id);
    }
  }
  work();

  return {
    newId: (now) => `${Math.floor(now * 1000).toString(36)}${randomBytes(6).toString('hex')}`.toUpperCase(),

    async submit(envelope, message) {
      const { id } = envelope;
      try {
        await spool.keep(envelope, message);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        log('queue.refused', { id, error: String(error) });
        return { kind: 'failed', full: NO_ROOM.has(code) };
      }
      log('queue.kept', { id, client: envelope.client.address, sender: envelope.sender, sizeBytes: message.length });
      // A virus is out of the way before its sender hears of it; what fails here is tried again like any delivery.
      if (envelope.recipients.some(({ fate }) => fate === 'quarantine') && !stopped) await start(id);
      else {
        waiting.push(id);
        work();
      }
      return { kind: 'kept' };
    },

    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },

    async stop() {
      stopped = true;
      for (const timer of retries) clearTimeout(timer);
      retries.clear();
      await Promise.all(running.values());
    },
  };
}
