// What is seen of queued messages: one, a page of them, one with its header (row 10.4). Reads envelopes from the disk as they are asked for.
import type { QueueState } from '../../pipeline/queue-life.ts';
import { readHeader } from '../mime/header-fields.ts';
import type { EntryHead } from './entry.ts';
import type { Visit } from './envelope.ts';
import type { Answer } from './outcome.ts';
import { Progress, type RecipientFate } from './progress.ts';
import type { ProgressStore } from './progress-store.ts';
import type { QueueIndex } from './queue-index.ts';
import type { QueueWorker } from './queue-worker.ts';
import type { Spool } from './spool.ts';

export interface QueuedRecipient {
  readonly address: string;
  /** The address of RCPT TO, where an alias stands for it. */
  readonly original: string;
  readonly fate: RecipientFate;
  /** Why it waits; null before the first try. */
  readonly answer: Answer | null;
  readonly tries: number;
}

export interface QueuedMessage {
  readonly id: string;
  readonly state: QueueState;
  readonly arrivedSeconds: number;
  readonly sizeBytes: number;
  /** Empty for the null sender. */
  readonly sender: string;
  readonly recipients: readonly QueuedRecipient[];
  /** Null while it is being delivered or on hold. */
  readonly nextTrySeconds: number | null;
}

export interface QueuedMessageDetail extends QueuedMessage {
  /** The header of the message, one character a byte, bounded. */
  readonly header: string;
  readonly trail: readonly Visit[];
}

export interface QueueQuery {
  readonly state?: QueueState;
  /** Text that sender, a recipient or the id has in it; case does not count. */
  readonly search?: string;
  /** Where the last page ended. */
  readonly after?: string;
  /** At most 1000; 100 by default. */
  readonly limit?: number;
}

export interface QueuePage {
  readonly messages: readonly QueuedMessage[];
  /** For `after` of the next page; null: there is none. */
  readonly next: string | null;
}

/** A message without its bytes. */
export interface LoadedMessage {
  readonly head: EntryHead;
  readonly progress: Progress;
}

export interface QueueViewPorts {
  readonly index: QueueIndex;
  readonly worker: QueueWorker;
  readonly spool: Spool;
  readonly progress: ProgressStore;
}

export interface QueueViews {
  /** Null when there is no such message. */
  load(id: string): Promise<LoadedMessage | null>;
  list(query?: QueueQuery): Promise<QueuePage>;
  show(id: string): Promise<QueuedMessageDetail | null>;
}

const PAGE = 100;
const MAX_PAGE = 1000;
/** Messages looked at for one page of a search; the next page goes on from there [A]. */
const MAX_LOOKED_AT = 20_000;
const MAX_HEADER_BYTES = 65_536;

const isFound = ({ id, sender, recipients }: QueuedMessage, text: string): boolean =>
  [id, sender, ...recipients.flatMap(({ address, original }) => [address, original])].some((field) =>
    field.toLowerCase().includes(text),
  );

export function createQueueViews({ index, worker, spool, progress }: QueueViewPorts): QueueViews {
  const load = async (id: string): Promise<LoadedMessage | null> => {
    const active = worker.active(id);
    if (active !== null) return active;
    const head = await spool.head(id);
    return head === null ? null : { head, progress: new Progress(head.envelope, await progress.read(id)) };
  };

  const look = async (id: string): Promise<QueuedMessage | null> => {
    const loaded = await load(id);
    const entry = index.get(id);
    if (loaded === null || entry === null) return null;
    const { envelope, sizeBytes } = loaded.head;
    const waits = entry.state === 'deferred' || entry.state === 'incoming';
    return {
      id,
      state: entry.state,
      arrivedSeconds: envelope.receivedSeconds,
      sizeBytes,
      sender: envelope.sender,
      recipients: envelope.recipients.map(({ address, original }, nth) => {
        const { fate = 'waiting', answer = null } = loaded.progress.recipients[nth] ?? {};
        return { address, original, fate, answer, tries: loaded.progress.life.recipients[nth]?.tries ?? 0 };
      }),
      nextTrySeconds: waits ? entry.nextSeconds : null,
    };
  };

  return {
    load,

    async list({ state, search = '', after = '', limit = PAGE } = {}) {
      const most = Math.max(1, Math.min(limit, MAX_PAGE));
      const text = search.toLowerCase();
      const messages: QueuedMessage[] = [];
      let looked = 0;
      let last = after;
      for (const id of [...index.ids()].filter((one) => one > after).sort()) {
        if (messages.length >= most || looked >= MAX_LOOKED_AT) return { messages, next: last };
        last = id;
        if (state !== undefined && index.get(id)?.state !== state) continue;
        looked += 1;
        const message = await look(id);
        if (message !== null && isFound(message, text)) messages.push(message);
      }
      return { messages, next: null };
    },

    async show(id) {
      const message = await look(id);
      const entry = message === null ? null : await spool.read(id);
      if (message === null || entry === null) return null;
      const { bodyStart } = readHeader(entry.message, 0, entry.message.length, 1);
      const header = entry.message.toString('latin1', 0, Math.min(bodyStart, MAX_HEADER_BYTES));
      return { ...message, header, trail: entry.envelope.trail };
    },
  };
}
