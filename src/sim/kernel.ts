// The simulation kernel: a clock, a list of pending events with ties broken by a serial number, and handlers that events are
// handed to. No closure and no promise per event. Knows no stations and no mail.
import { EventList } from './event-list.ts';

/** Whoever is called when an event is due. */
export interface Handler<Argument> {
  handle(argument: Argument): void;
}

/** Names a pending event, for `cancel`. Void once the event has happened. */
export type EventId = number;

/** A fault in a handler, with the simulated time at which it happened. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly atSeconds: number;

  constructor(message: string, atSeconds: number, cause?: unknown) {
    super(`${message} (at ${atSeconds} simulated seconds)`, cause === undefined ? {} : { cause });
    this.atSeconds = atSeconds;
  }
}

export class Kernel {
  readonly #events = new EventList();
  readonly #handlers: Handler<never>[] = [];
  readonly #arguments: unknown[] = [];
  readonly #maxEvents: number;
  #now = 0;
  #handled = 0;

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

  /**
   * Hands `argument` to `handler` in `delaySeconds`. Events of the same time happen in the order in which they were scheduled.
   * @throws SimulationError on a delay that is negative or no number.
   */
  schedule<A>(delaySeconds: number, handler: Handler<A>, argument: A): EventId {
    if (!(delaySeconds >= 0)) throw new SimulationError(`a delay of ${delaySeconds}`, this.#now);
    const slot = this.#events.push(this.#now + delaySeconds);
    this.#handlers[slot] = handler as Handler<never>;
    this.#arguments[slot] = argument;
    return slot;
  }

  /** Takes back a pending event. @returns false when it is none. */
  cancel(event: EventId): boolean {
    return this.#events.cancel(event);
  }

  /** Handles events until `untilSeconds`, which becomes the time. @throws SimulationError on a fault or past `maxEvents`. */
  run(untilSeconds: number): void {
    const events = this.#events;
    try {
      while (events.nextTime <= untilSeconds) {
        this.#now = events.nextTime;
        const slot = events.pop();
        this.#handled += 1;
        if (this.#handled > this.#maxEvents) throw new Error(`more than ${this.#maxEvents} events`);
        (this.#handlers[slot] as Handler<unknown>).handle(this.#arguments[slot]);
      }
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError(error instanceof Error ? error.message : String(error), this.#now, error);
    }
    this.#now = untilSeconds;
  }
}
