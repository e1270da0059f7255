// Works through the queue: takes messages whose time has come, tries them, concludes what the try brought. Bounded in messages and recipients.
import type { QueueLifePolicy } from '../../pipeline/queue-life.ts';
import type { Clock } from '../ports/clock.ts';
import { tracedDelivery } from '../trace/trace-delivery.ts';
import type { Tracer } from '../trace/tracer.ts';
import { type ActiveMessage, activeMessage } from './active-message.ts';
import { type AttemptPorts, attemptDelivery } from './attempt-delivery.ts';
import { Progress } from './progress.ts';
import type { QueueIndex } from './queue-index.ts';
import { planReports } from './report/plan-reports.ts';
import type { Reporter } from './report/send-reports.ts';

interface WorkerPorts extends AttemptPorts {
  readonly index: QueueIndex;
  readonly reporter: Reporter;
  readonly life: QueueLifePolicy;
  /** Messages, and their recipients, being worked on. */
  readonly maxActive: number;
  readonly clock: Clock;
  readonly tracer: Tracer;
}

/** What an administrator wants of a message that is being worked on, or will be next. */
interface Wishes {
  readonly hold: boolean;
  readonly clear: boolean;
  readonly resend: boolean;
}

const NO_WISHES: Wishes = { hold: false, clear: false, resend: false };

/** Messages whose envelopes are being read at once [A]. */
const MAX_OPENING = 20;
/** Messages whose progress could not be written down; with more of them the disk is broken and nothing new is tried [A]. */
const MAX_UNWRITTEN = 100;
/** Files read at once at the start [A]. */
const REPLAY_AT_ONCE = 32;
/** Entries in the progress file of a message, per recipient, beyond which it is written anew [A]. */
const SPARE_CHANGES = 8;

export class QueueWorker {
  readonly #ports: WorkerPorts;
  readonly #running = new Map<string, Promise<void>>();
  readonly #active = new Map<string, ActiveMessage>();
  readonly #wishes = new Map<string, Wishes>();
  /** Progress that is in memory only, since the disk refused it. */
  readonly #unwritten = new Map<string, Progress>();
  #opening = 0;
  #activeRecipients = 0;
  #stopped = false;

  constructor(ports: WorkerPorts) {
    this.#ports = ports;
  }

  /** Finds what the last run left. */
  async replay(): Promise<void> {
    const { index, spool, progress, clock, log } = this.#ports;
    const ids = await spool.ids();
    const known = new Set(ids);
    const begun: string[] = [];
    for (const id of await progress.ids()) {
      if (known.has(id)) begun.push(id);
      else await progress.remove(id);
    }
    for (const id of ids) index.put(id, 'incoming', clock.now());
    for (let at = 0; at < begun.length; at += REPLAY_AT_ONCE)
      await Promise.all(
        begun.slice(at, at + REPLAY_AT_ONCE).map(async (id) => {
          const last = (await progress.read(id)).at(-1);
          if (last !== undefined) index.put(id, last.held ? 'hold' : 'deferred', last.nextSeconds);
        }),
      );
    if (ids.length > 0) log('queue.replay', { messages: ids.length });
  }

  /** Looks for messages whose time has come. */
  run(): void {
    this.#ports.index.run(this.#ports.clock.now());
    this.#ports.dispatcher.sweep();
    this.feed();
  }

  /** Starts as much as there is room for. */
  feed(): void {
    const { index, maxActive } = this.#ports;
    while (
      !this.#stopped &&
      this.#opening < MAX_OPENING &&
      this.#activeRecipients < maxActive &&
      this.#running.size < maxActive &&
      this.#unwritten.size < MAX_UNWRITTEN
    ) {
      const id = index.take();
      if (id === null) return;
      this.#opening += 1;
      const work = this.#work(id).finally(() => {
        this.#running.delete(id);
        this.#wishes.delete(id);
        this.feed();
      });
      this.#running.set(id, work);
    }
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ports.dispatcher.close();
    await Promise.all(this.#running.values());
  }

  /** The message while it is being worked on. */
  active(id: string): ActiveMessage | null {
    return this.#active.get(id) ?? null;
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** True for a message that goes on hold as soon as nothing of it runs. */
  isStopping(id: string): boolean {
    return this.#running.has(id) && this.#wishes.get(id)?.hold === true;
  }

  /** Heeded as soon as nothing of the message runs; `resend` when it is tried next. */
  wish(id: string, change: Partial<Wishes>): void {
    this.#wishes.set(id, { ...NO_WISHES, ...this.#wishes.get(id), ...change });
  }

  /** A wish replaces what was there, so two looks bring the same when nothing was wished in between. */
  #wishesFor(id: string): Wishes {
    return this.#wishes.get(id) ?? NO_WISHES;
  }

  async #work(id: string): Promise<void> {
    const { index, clock, life, log } = this.#ports;
    let message: ActiveMessage | null = null;
    try {
      message = await this.#open(id).finally(() => {
        this.#opening -= 1;
      });
      if (message === null) return;
      this.#active.set(id, message);
      await this.#try(message);
      await this.#conclude(message);
    } catch (error) {
      log('queue.fault', { id, error: String(error) });
      if (message?.unwritten) this.#unwritten.set(id, message.progress);
      index.put(id, 'deferred', clock.now() + life.minimalBackoffSeconds);
    } finally {
      this.#active.delete(id);
    }
  }

  /** Null when there is no such message any more, or it is damaged. */
  async #open(id: string): Promise<ActiveMessage | null> {
    const { spool, progress, index } = this.#ports;
    const head = await spool.head(id);
    if (head === null) {
      // Its progress is left to the next start: should the message be there again, it must not go out twice.
      index.delete(id);
      this.#unwritten.delete(id);
      return null;
    }
    const inMemory = this.#unwritten.get(id);
    const envelope = { ...head.envelope, trail: [] };
    const message = activeMessage(
      id,
      { ...head, envelope },
      inMemory ?? new Progress(envelope, await progress.read(id)),
    );
    if (inMemory !== undefined) {
      // What happened has to be on the disk before anything more happens.
      await progress.rewrite(id, inMemory.snapshot());
      this.#unwritten.delete(id);
    }
    return message;
  }

  async #try(message: ActiveMessage): Promise<void> {
    const { clock } = this.#ports;
    const { progress, id } = message;
    const now = clock.now();
    if (this.#wishes.get(id)?.resend) progress.resend(now);
    if (this.#wishes.get(id)?.clear) return;
    if (this.#wishes.get(id)?.hold) progress.hold();
    const due = progress.begin(now);
    this.#activeRecipients += due.length;
    // Its envelope has been read: there may be room for the next one, however long this one takes.
    this.feed();
    try {
      await tracedDelivery(message, due, this.#ports.tracer, clock.now, () =>
        attemptDelivery(message, due, this.#ports),
      );
    } finally {
      this.#activeRecipients -= due.length;
    }
  }

  async #conclude(message: ActiveMessage): Promise<void> {
    const { index, clock, life, log } = this.#ports;
    const { id, progress, head } = message;
    if (this.#wishesFor(id).hold) progress.hold();
    const { warn } = progress.end(clock.now(), life);
    const reported = !this.#wishesFor(id).clear && (await this.#report(message, warn));
    try {
      // An administrator may change his mind while the outcome is being written down: then it is heeded and written again.
      for (let heeded: Wishes | null = null; heeded !== this.#wishesFor(id); ) {
        heeded = this.#wishesFor(id);
        if (heeded.clear || progress.isOver) {
          await this.remove(
            id,
            progress.recipients.some(({ relayed }) => relayed),
          );
          log(heeded.clear ? 'queue.cleared' : 'queue.removed', { id, recipients: head.envelope.recipients.length });
          return;
        }
        if (heeded.hold && !progress.life.held) progress.hold();
        if (!heeded.hold && progress.life.held) progress.release();
        // What was reported must not be reported again.
        await this.#keep(message, reported);
      }
    } catch (error) {
      // The disk refuses: what happened stays in memory, and nothing more is done with the message before it is written down.
      log('queue.unwritten', { id, error: String(error) });
      this.#unwritten.set(id, progress);
      progress.reportLater(clock.now() + life.minimalBackoffSeconds);
    }
    const { state } = progress.life;
    index.put(id, state === 'hold' ? 'hold' : 'deferred', progress.nextSeconds);
    log('queue.deferred', { id, nextSeconds: Math.ceil(progress.nextSeconds), state });
  }

  /** Takes a message out of the queue. @param relayed it would go out twice if it came back */
  async remove(id: string, relayed: boolean): Promise<void> {
    const { spool, progress, index } = this.#ports;
    await spool.remove(id, relayed || progress.has(id));
    index.delete(id);
    this.#unwritten.delete(id);
    if (!this.#running.has(id)) this.#wishes.delete(id);
    await progress.remove(id);
  }

  /** @returns true when there was something to report */
  async #report(message: ActiveMessage, warn: readonly number[]): Promise<boolean> {
    const { reporter, spool, clock, life, log } = this.#ports;
    const { id, progress, head } = message;
    const { reports, silent } = planReports(head.envelope, progress.recipients, warn);
    progress.told(silent);
    if (reports.length === 0) return false;
    try {
      const entry = await spool.read(id);
      for (const planned of entry === null ? [] : reports) {
        await reporter.report(head.envelope, entry?.message ?? Buffer.alloc(0), planned);
        // A warning tells nothing of the end.
        if (planned.kind !== 'delay') progress.told(planned.recipients.map(({ index }) => index));
      }
    } catch (error) {
      log('report.unwritten', { id, error: String(error) });
      progress.reportLater(clock.now() + life.minimalBackoffSeconds);
    }
    return true;
  }

  async #keep({ id, head, progress, lane, unwritten }: ActiveMessage, reported: boolean): Promise<void> {
    const store = this.#ports.progress;
    if (!progress.hasNews && !unwritten) return;
    const spare = SPARE_CHANGES * (1 + head.envelope.recipients.length);
    const anew = unwritten || store.changes(id) > spare;
    await lane(() =>
      anew
        ? store.rewrite(id, progress.snapshot())
        : store.append(id, progress.record(), reported || progress.life.held),
    );
  }
}
