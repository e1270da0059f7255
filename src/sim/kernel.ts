// The simulation kernel: a clock, a list of pending events with ties in the order in which they were scheduled, and handlers that
// events are handed to. No closure and no promise per event. Knows no stations and no mail.
import { EventList } from './event-list.ts';
import { SimulationError } from './simulation-error.ts';
import { wider } from './wider.ts';

/** Whoever is called when an event is due. */
export interface Handler {
  /** @param argument the number that the event was scheduled with, e.g. an index into the handler's own tables. */
  handle(argument: number): void;
}

/** Names a pending event, for `cancel`. Void once the event has happened or was cancelled: a new one may take over its number. */
export type EventId = number;

/** No event at all. */
export const NO_EVENT: EventId = -1;

export class Kernel {
  readonly #events = new EventList();
  readonly #handlers: Handler[] = [];
  #arguments = new Int32Array(256);
  readonly #maxEvents: number;
  #now = 0;
  #handled = 0;
  /** Events later than this wait for the next run. */
  #until = 0;

  /** @param maxEvents a run that needs more is an error, not an endless loop. */
  constructor(maxEvents = Number.MAX_SAFE_INTEGER) {
    this.#maxEvents = maxEvents;
  }

  /** Simulated seconds. */
  get now(): number {
    return this.#now;
  }

  get eventsHandled(): number {
    return this.#handled;
  }

  get eventsPending(): number {
    return this.#events.size;
  }

  /**
   * Hands `argument`, a 32-bit integer, to `handler` in `delaySeconds`. Events of the same time happen in the order in which they were scheduled.
   * @throws SimulationError on a delay that is negative, infinite or no number.
   */
  schedule(delaySeconds: number, handler: Handler, argument = 0): EventId {
    if (!(delaySeconds >= 0 && delaySeconds < Number.POSITIVE_INFINITY)) {
      throw new SimulationError(`a delay of ${delaySeconds}`, this.#now);
    }
    const event = this.#events.push(this.#now + delaySeconds);
    this.#handlers[event] = handler;
    if (event >= this.#arguments.length) this.#arguments = wider(this.#arguments, 2 * event);
    this.#arguments[event] = argument;
    return event;
  }

  /** Takes back a pending event. @returns false when it is none. */
  cancel(event: EventId): boolean {
    return event !== NO_EVENT && this.#events.cancel(event);
  }

  /** Ends `run` after the event that is being handled; the clock stays there. */
  stop(): void {
    this.#until = Number.NEGATIVE_INFINITY;
  }

  /** Handles events until `untilSeconds`, which becomes the time. @throws SimulationError on a fault or past `maxEvents`. */
  run(untilSeconds: number): void {
    const events = this.#events;
    const handlers = this.#handlers;
    const most = this.#maxEvents;
    let handled = this.#handled;
    this.#until = Math.min(untilSeconds, Number.MAX_VALUE);
    try {
      for (let time = events.nextTime; time <= this.#until; time = events.nextTime) {
        this.#now = time;
        const event = events.pop();
        handled += 1;
        if (handled > most) throw new Error(`more than ${most} events`);
        handlers[event]!.handle(this.#arguments[event]!);
      }
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError(error instanceof Error ? error.message : String(error), this.#now, error);
    } finally {
      this.#handled = handled;
    }
    if (this.#until === untilSeconds) this.#now = untilSeconds;
  }
}
