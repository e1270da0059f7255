// What an administrator does with the queue, beside what is seen of it (row 10.4). Every deed is logged with who did it.
import type { QueueState } from '../../pipeline/queue-life.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { DestinationView, Dispatcher } from './dispatcher.ts';
import { forEachId } from './for-each-id.ts';
import type { Progress } from './progress.ts';
import { arrivalOf } from './queue-id.ts';
import { queueShape, type ShapeRow } from './queue-shape.ts';
import { createQueueViews, type QueueViewPorts, type QueueViews } from './queue-views.ts';

/** Messages by id, or all there are. */
export type Chosen = readonly string[] | 'all';

export interface QueueAdmin extends Pick<QueueViews, 'list' | 'show'> {
  counts(): Readonly<Record<QueueState, number>>;
  /** Seconds since the deferred messages came. Reads nothing from the disk. */
  deferredAges(): number[];
  /** The fullest domains first; 50 of them by default. */
  shape(rows?: number): Promise<readonly ShapeRow[]>;
  destinations(): readonly DestinationView[];
  /** Stops messages; what is being delivered comes to its end first. @param by who wants it. @returns how many it was done to */
  hold(chosen: Chosen, by: string): Promise<number>;
  /** Lets messages on hold go on, each at its time. */
  release(chosen: Chosen, by: string): Promise<number>;
  /** Tries messages now, those on hold too. */
  resend(chosen: Chosen, by: string): Promise<number>;
  /** Deletes messages. Nobody is told but the log. */
  clear(chosen: Chosen, by: string): Promise<number>;
}

interface AdminPorts extends QueueViewPorts {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly log: EventLog;
}

export function createQueueAdmin(ports: AdminPorts): QueueAdmin {
  const { index, worker, progress, dispatcher, clock, log } = ports;
  const { load, list, show } = createQueueViews(ports);

  const chosenIds = (chosen: Chosen, isMeant: (id: string, state: QueueState) => boolean): string[] =>
    [...(chosen === 'all' ? index.ids() : new Set(chosen))].filter((id) => {
      const state = index.get(id)?.state;
      return state !== undefined && isMeant(id, state);
    });

  /** Keeps a change of a message that nobody works on. */
  const keep = async (id: string, change: (progress: Progress) => void): Promise<void> => {
    const loaded = await load(id);
    if (loaded === null) return;
    change(loaded.progress);
    await progress.append(id, loaded.progress.record(), true);
  };

  /** Does a deed to each message and writes down who did it. What the disk refuses is not counted. */
  const deed = async (
    action: string,
    by: string,
    ids: readonly string[],
    work: (id: string) => Promise<void>,
  ): Promise<number> => {
    let done = 0;
    await forEachId(ids, async (id) => {
      try {
        await work(id);
        done += 1;
        log('queue.audit', { action, id, by });
      } catch (error) {
        log('queue.fault', { id, action, by, error: String(error) });
      }
    });
    return done;
  };

  /** Calls off what has not begun of messages that are being worked on. @returns those */
  const stopRunning = (ids: readonly string[]): ReadonlySet<string> => {
    const running = new Set(ids.filter((id) => worker.isRunning(id)));
    dispatcher.withdraw((owner) => running.has(owner));
    return running;
  };

  return {
    list,
    show,
    counts: () => index.counts(),
    deferredAges: () => [...index.idsOf('deferred')].map((id) => clock.now() - arrivalOf(id)),
    shape: (rows = 50) => queueShape([...index.ids()], load, clock.now(), rows),
    destinations: () => dispatcher.view(),

    hold(chosen, by) {
      const ids = chosenIds(chosen, (_id, state) => state !== 'hold');
      for (const id of ids) if (worker.isRunning(id)) worker.wish(id, { hold: true });
      const running = stopRunning(ids);
      // Out of reach of the worker first, then written down.
      const before = new Map(
        ids.map((id) => [id, { state: 'deferred' as QueueState, nextSeconds: 0, ...index.get(id) }]),
      );
      for (const [id, { nextSeconds }] of before) if (!running.has(id)) index.put(id, 'hold', nextSeconds);
      return deed('hold', by, ids, async (id) => {
        if (running.has(id)) return;
        try {
          await keep(id, (one) => one.hold());
        } catch (error) {
          const { state, nextSeconds } = before.get(id) ?? { state: 'deferred', nextSeconds: 0 };
          index.put(id, state, nextSeconds);
          throw error;
        }
      });
    },

    release(chosen, by) {
      const ids = chosenIds(chosen, (id, state) => state === 'hold' || worker.isStopping(id));
      return deed('release', by, ids, async (id) => {
        if (worker.isRunning(id)) return worker.wish(id, { hold: false });
        await keep(id, (one) => one.release());
        const entry = index.get(id);
        if (entry?.state === 'hold') index.put(id, 'deferred', entry.nextSeconds);
      });
    },

    async resend(chosen, by) {
      const ids = chosenIds(chosen, (_id, state) => state === 'hold' || state === 'deferred');
      // Whoever asks for this knows more than the destination's last answer.
      dispatcher.wake();
      for (const id of ids) {
        worker.wish(id, { resend: true, hold: false });
        index.put(id, 'deferred', clock.now());
      }
      const done = await deed('resend', by, ids, async () => {});
      worker.run();
      return done;
    },

    clear(chosen, by) {
      const ids = chosenIds(chosen, () => true);
      for (const id of ids) if (worker.isRunning(id)) worker.wish(id, { clear: true });
      const running = stopRunning(ids);
      for (const id of ids) if (!running.has(id)) index.put(id, 'hold', 0);
      return deed('clear', by, ids, async (id) => {
        // What is being worked on goes as soon as that has ended.
        if (!running.has(id)) await worker.remove(id, true);
      });
    },
  };
}
