// What a mailbox knows of its messages, as a state that records build up: the log's content, in memory. Pure; knows no files.
import { z } from 'zod';
import type { StoredMessage } from './mail-store.ts';

const uid = z.number().int().min(1);
const indexRecord = z.discriminatedUnion('is', [
  z.object({ is: z.literal('head'), uidValidity: z.number().int().min(1), uidNext: uid }),
  z.object({
    is: z.literal('message'),
    uid,
    dateSeconds: z.number(),
    sizeBytes: z.number().int().min(0),
    flags: z.array(z.string()),
    /** Stands for the delivery, so that it is not stored twice. */
    key: z.string().nullable(),
  }),
  z.object({ is: z.literal('flags'), uid, flags: z.array(z.string()) }),
  z.object({ is: z.literal('gone'), uids: z.array(uid) }),
  /** Deliveries whose message is gone. */
  z.object({ is: z.literal('past'), deliveries: z.array(z.tuple([z.string(), uid])) }),
]);
export type IndexRecord = z.output<typeof indexRecord>;

export interface IndexedMessage extends StoredMessage {
  readonly key: string | null;
}

/** Deliveries remembered beyond their message [A]: a spool file outlives its delivery by one crash, so a few would do. */
const PAST_DELIVERIES = 1000;

export class MailboxIndex {
  uidValidity: number | null = null;
  uidNext = 1;
  readonly #messages = new Map<number, IndexedMessage>();
  readonly #deliveries = new Map<string, number>();
  #list: readonly IndexedMessage[] | null = null;
  #unseen: number | null = null;

  get(uid: number): IndexedMessage | null {
    return this.#messages.get(uid) ?? null;
  }

  /** All messages, by ascending uid. */
  list(): readonly IndexedMessage[] {
    this.#list ??= [...this.#messages.values()].sort((a, b) => a.uid - b.uid);
    return this.#list;
  }

  /** How many messages there are. */
  get size(): number {
    return this.#messages.size;
  }

  get unseen(): number {
    this.#unseen ??= this.list().filter(({ flags }) => !flags.has('\\Seen')).length;
    return this.#unseen;
  }

  /** The uid that a delivery got, even if its message is gone; null when it was never stored. */
  uidOfDelivery(key: string): number | null {
    return this.#deliveries.get(key) ?? null;
  }

  /** Takes in a record read from a log. False: it is none. */
  applyUnknown(value: unknown): boolean {
    const parsed = indexRecord.safeParse(value);
    if (parsed.success) this.apply(parsed.data);
    return parsed.success;
  }

  apply(record: IndexRecord): void {
    this.#list = null;
    this.#unseen = null;
    switch (record.is) {
      case 'head':
        this.uidValidity = record.uidValidity;
        this.uidNext = Math.max(this.uidNext, record.uidNext);
        break;
      case 'message': {
        const { uid, sizeBytes, dateSeconds, flags, key } = record;
        this.#messages.set(uid, { uid, sizeBytes, internalDateSeconds: dateSeconds, flags: new Set(flags), key });
        this.uidNext = Math.max(this.uidNext, uid + 1);
        if (key !== null) this.#deliveries.set(key, uid);
        break;
      }
      case 'flags': {
        const found = this.#messages.get(record.uid);
        if (found) this.#messages.set(record.uid, { ...found, flags: new Set(record.flags) });
        break;
      }
      case 'gone':
        for (const uid of record.uids) this.#messages.delete(uid);
        break;
      case 'past':
        for (const [key, uid] of record.deliveries) this.#deliveries.set(key, uid);
        break;
    }
  }

  /** Forgets a message that turned out not to exist, and its delivery with it. */
  drop(uid: number): void {
    const key = this.#messages.get(uid)?.key ?? null;
    if (key !== null && this.#deliveries.get(key) === uid) this.#deliveries.delete(key);
    this.apply({ is: 'gone', uids: [uid] });
  }

  /** The fewest records that build up this state. */
  *records(): Generator<IndexRecord> {
    yield { is: 'head', uidValidity: this.uidValidity ?? 1, uidNext: this.uidNext };
    const past = [...this.#deliveries].filter(([, uid]) => !this.#messages.has(uid)).slice(-PAST_DELIVERIES);
    if (past.length > 0) yield { is: 'past', deliveries: past };
    for (const { uid, sizeBytes, internalDateSeconds, flags, key } of this.list())
      yield { is: 'message', uid, dateSeconds: internalDateSeconds, sizeBytes, flags: [...flags], key };
  }
}
