// The queue: takes responsibility for messages and sees to their delivery, again and again until they are delivered, given up or cleared.
import type { Directory } from '../directory.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { Relay } from '../relay/relay.ts';
import type { MailStore } from '../store/mail-store.ts';
import { NO_TRACER, type Tracer } from '../trace/tracer.ts';
import { createWorkGate } from '../work-gate.ts';
import type { PrepareOutgoing } from './attempt-delivery.ts';
import { createByteGate } from './byte-gate.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Envelope } from './envelope.ts';
import type { RecipientTemplates } from './notice.ts';
import { openProgressStore } from './progress-store.ts';
import { createQueueAdmin, type QueueAdmin } from './queue-admin.ts';
import { newQueueId } from './queue-id.ts';
import { QueueIndex } from './queue-index.ts';
import { QUEUE_PARAMETERS, type QueueParameters } from './queue-settings.ts';
import { QueueWorker } from './queue-worker.ts';
import { createReporter } from './report/send-reports.ts';
import { openSpool } from './spool.ts';

export interface QueueOptions {
  readonly fs: FileSystem;
  /** The data folder; it exists. */
  readonly folder: string;
  readonly store: MailStore;
  readonly hostname: string;
  readonly directory: Pick<Directory, 'resolve'>;
  readonly relay: Relay;
  /** Null: messages leave as they came. */
  readonly prepareOutgoing?: PrepareOutgoing | null;
  /** What recipients are told of mail they do not get. */
  readonly templates?: RecipientTemplates;
  readonly parameters?: Partial<QueueParameters>;
  readonly clock: Clock;
  /** Told of every delivery attempt; nobody by default. */
  readonly tracer?: Tracer;
  readonly log: EventLog;
}

/** `full`: no room on the disk or in the queue. The message was not kept. */
export type Submission = { readonly kind: 'kept' } | { readonly kind: 'failed'; readonly full: boolean };

export interface Queue {
  readonly admin: QueueAdmin;
  /** An id that no message had. @param now seconds since 1970 */
  newId(now: number): string;
  /** Resolves when the message is durable, or not kept at all. Never rejects. */
  submit(envelope: Envelope, message: Uint8Array): Promise<Submission>;
  /** Resolves when nothing waits for delivery but what failed. */
  idle(): Promise<void>;
  /** Lets running deliveries finish and starts no more. What is left is delivered after the next start. */
  stop(): Promise<void>;
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Opens the spool and begins to deliver what the last run left. Rejects when the folder cannot be used. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { fs, folder, store, hostname, directory, relay, prepareOutgoing = null, clock, log } = options;
  const parameters = { ...QUEUE_PARAMETERS, ...options.parameters };
  const spool = await openSpool(fs, folder, log);
  const progress = await openProgressStore(fs, folder);
  const index = new QueueIndex();
  const dispatcher = new Dispatcher({
    policy: parameters.destinations,
    maxRunning: parameters.maxConnections,
    now: clock.now,
  });
  const keep = async (envelope: Envelope, message: Uint8Array): Promise<void> => {
    await spool.keep(envelope, message);
    index.put(envelope.id, 'incoming', clock.now());
    worker.feed();
  };
  const worker = new QueueWorker({
    index,
    life: parameters.life,
    maxActive: parameters.maxActive,
    clock,
    tracer: options.tracer ?? NO_TRACER,
    reporter: createReporter({ directory, hostname, life: parameters.life, now: clock.now, log, keep }),
    spool,
    progress,
    store,
    hostname,
    templates: options.templates,
    relay,
    dispatcher,
    local: createWorkGate(parameters.localConcurrency, Number.POSITIVE_INFINITY),
    bytes: createByteGate(parameters.maxDeliveryBytes),
    prepareOutgoing,
    recipientsPerTransaction: parameters.recipientsPerTransaction,
    log,
  });
  await worker.replay();

  let callOff = (): void => {};
  const run = (): void => {
    worker.run();
    callOff = clock.after(parameters.runSeconds, run);
  };
  run();

  return {
    admin: createQueueAdmin({ index, worker, spool, progress, dispatcher, clock, log }),

    newId: newQueueId,

    async submit(envelope, message) {
      const { id } = envelope;
      if (index.size >= parameters.maxMessages) {
        log('queue.refused', { id, error: `${index.size} messages are queued` });
        return { kind: 'failed', full: true };
      }
      try {
        await spool.keep(envelope, message);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        log('queue.refused', { id, error: String(error) });
        return { kind: 'failed', full: NO_ROOM.has(code) };
      }
      log('queue.kept', { id, client: envelope.client.address, sender: envelope.sender, sizeBytes: message.length });
      // A virus is out of the way before its sender hears of it; what fails here is tried again like any delivery.
      const held = envelope.recipients.filter(({ fate }) => fate === 'quarantine');
      if (held.length > 0) await spool.quarantine({ ...envelope, recipients: held }, message).catch(() => {});
      index.put(id, 'incoming', clock.now());
      worker.feed();
      return { kind: 'kept' };
    },

    idle: () => worker.idle(),

    async stop() {
      callOff();
      await worker.stop();
    },
  };
}
