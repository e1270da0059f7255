// Quarantined mail in an administrator's hands (row 9.10): listed, viewed, released, deleted, and deleted by age. One file a
// message, as the spool keeps it; what is done is durable when it is told, and logged with who did it.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DAY_SECONDS, HOUR_SECONDS } from '../../core/units.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { decodeEntry, type Entry } from '../queue/entry.ts';
import type { Envelope } from '../queue/envelope.ts';
import type { Queue } from '../queue/queue.ts';
import { createLane, type Lane } from '../store/lane.ts';
import { type QuarantineItem, readItem } from './quarantine-item.ts';
import { type PageRequest, pageOf, type QuarantineFilter, type QuarantinePage } from './quarantine-page.ts';
import { type QuarantineView, viewOf } from './quarantine-view.ts';

/** What a deed came to, for each message. `missing`: released or deleted before. */
export type DeedResult = 'done' | 'missing' | 'failed';

export interface QuarantineAdmin {
  list(filter?: QuarantineFilter, page?: PageRequest): Promise<QuarantinePage>;
  /** Null when there is no such message. */
  view(id: string): Promise<(QuarantineItem & QuarantineView) | null>;
  /** The message as it was received. Whoever hands it on must not let it be shown as anything but text or a file. */
  original(id: string): Promise<Buffer | null>;
  /** Delivers to the recipients as if it had been accepted, with a mark. @param by who wants it */
  release(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeedResult>>;
  delete(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeedResult>>;
}

export interface Quarantine {
  readonly admin: QuarantineAdmin;
  stop(): Promise<void>;
}

interface QuarantineOptions {
  readonly fs: FileSystem;
  /** Of the quarantine; it exists. */
  readonly folder: string;
  readonly queue: {
    readonly submit: Queue['submit'];
    /** True when a message with that id is in the queue. */
    readonly holds: (id: string) => Promise<boolean>;
  };
  /** Older messages are deleted; null: none are. */
  readonly keepDays: number | null;
  readonly clock: Clock;
  readonly log: EventLog;
}

/** Files read at once for a list. */
const READERS = 8;
const SWEEP_SECONDS = HOUR_SECONDS;
/** Ids of the queue. Anything else is no name of a file here. */
const ID = /^[A-Za-z0-9]{1,64}$/;

/** The envelope of a message let out: a new one, whose time in the queue begins now. */
const releasedEnvelope = (envelope: Envelope, now: number, by: string): Envelope => ({
  ...envelope,
  id: `${envelope.id}Q`,
  receivedSeconds: now,
  recipients: envelope.recipients.map((recipient) => ({ ...recipient, fate: 'deliver', notify: false })),
  marks: [...envelope.marks, { kind: 'released', releasedSeconds: now, by }],
});

class FolderQuarantine implements QuarantineAdmin {
  readonly #options: QuarantineOptions;
  readonly #items = new Map<string, QuarantineItem>();
  /** One deed at a time for a message, so that two administrators do not release it twice. */
  readonly #lane: Lane = createLane();

  constructor(options: QuarantineOptions) {
    this.#options = options;
  }

  async list(filter: QuarantineFilter = {}, page: PageRequest = {}): Promise<QuarantinePage> {
    const damaged = await this.#refresh();
    return { ...pageOf([...this.#items.values()], filter, page), damaged };
  }

  async view(id: string): Promise<(QuarantineItem & QuarantineView) | null> {
    const entry = await this.#read(id);
    const item = entry === null ? null : await readItem(this.#options.fs, this.#path(id));
    if (entry === null || item === null) return null;
    return { ...item, ...(await viewOf(entry, () => performance.now() / 1000)) };
  }

  async original(id: string): Promise<Buffer | null> {
    return (await this.#read(id))?.message ?? null;
  }

  release(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeedResult>> {
    return this.#deed('release', ids, by, async (id) => {
      const entry = await this.#read(id);
      if (entry === null) return 'missing';
      const { queue, clock } = this.#options;
      const envelope = releasedEnvelope(entry.envelope, clock.now(), by);
      // After a crash between the two steps it is in the queue already; a mailbox knows what it was given by this id.
      if (!(await queue.holds(envelope.id))) {
        const { kind } = await queue.submit(envelope, entry.message);
        if (kind === 'failed') return 'failed';
      }
      await this.#remove(id);
      return 'done';
    });
  }

  delete(ids: readonly string[], by: string): Promise<ReadonlyMap<string, DeedResult>> {
    return this.#deed('delete', ids, by, async (id) => {
      if (!(await this.#exists(id))) return 'missing';
      await this.#remove(id);
      return 'done';
    });
  }

  /** Deletes what is too old. */
  async sweep(): Promise<void> {
    const { keepDays, clock } = this.#options;
    if (keepDays === null) return;
    await this.#refresh();
    const oldest = clock.now() - keepDays * DAY_SECONDS;
    const old = [...this.#items.values()].filter(({ receivedSeconds }) => receivedSeconds < oldest);
    if (old.length > 0)
      await this.delete(
        old.map(({ id }) => id),
        'age',
      );
  }

  /** Resolves when no deed is under way. */
  settled(): Promise<void> {
    return this.#lane(async () => {});
  }

  async #deed(
    action: string,
    ids: readonly string[],
    by: string,
    work: (id: string) => Promise<DeedResult>,
  ): Promise<ReadonlyMap<string, DeedResult>> {
    const { log } = this.#options;
    const results = new Map<string, DeedResult>();
    for (const id of new Set(ids)) {
      const result = await this.#lane(async () => {
        try {
          return ID.test(id) ? await work(id) : 'missing';
        } catch (error) {
          log('quarantine.fault', { action, id, by, error: String(error) });
          return 'failed';
        }
      });
      results.set(id, result);
      if (result === 'done') log('quarantine.audit', { action, id, by });
    }
    return results;
  }

  /** Takes in what came and lets go of what went. @returns the damaged */
  async #refresh(): Promise<string[]> {
    const { fs, folder } = this.#options;
    const names = new Set((await fs.list(folder)).filter((name) => ID.test(name)));
    for (const id of this.#items.keys()) if (!names.has(id)) this.#items.delete(id);
    const fresh = [...names].filter((name) => !this.#items.has(name));
    const damaged: string[] = [];
    const reader = async (): Promise<void> => {
      for (let id = fresh.pop(); id !== undefined; id = fresh.pop()) {
        const item = await readItem(fs, this.#path(id)).catch(() => null);
        if (item !== null) this.#items.set(id, item);
        else if (await this.#exists(id)) damaged.push(id);
      }
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    return damaged.sort();
  }

  #path(id: string): string {
    return join(this.#options.folder, id);
  }

  async #exists(id: string): Promise<boolean> {
    return ID.test(id) && (await this.#options.fs.readPart(this.#path(id), 0, 1)) !== null;
  }

  async #read(id: string): Promise<Entry | null> {
    if (!ID.test(id)) return null;
    const bytes = await this.#options.fs.read(this.#path(id));
    return bytes === null ? null : decodeEntry(bytes);
  }

  async #remove(id: string): Promise<void> {
    const { fs, folder } = this.#options;
    await fs.remove(this.#path(id));
    await fs.syncFolder(folder);
    this.#items.delete(id);
  }
}

/** Deletes what is too old now and every hour. */
export function openQuarantine(options: QuarantineOptions): Quarantine {
  const { clock, log } = options;
  const quarantine = new FolderQuarantine(options);
  let callOff = (): void => {};
  let stopped = false;
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = (): void => {
    sweeping = quarantine
      .sweep()
      .catch((error: unknown) => log('quarantine.fault', { action: 'sweep', error: String(error) }))
      .then(() => {
        if (!stopped) callOff = clock.after(SWEEP_SECONDS, sweep);
      });
  };
  sweep();
  return {
    admin: quarantine,
    async stop() {
      stopped = true;
      callOff();
      await sweeping;
      await quarantine.settled();
    },
  };
}
