// A Markov-modulated Poisson process (Fischer, Meier-Hellstern: The Markov-modulated Poisson process cookbook, Performance Evaluation 18,
// 1993): bursts. States follow each other in a ring, each with its own rate and mean length; two states make quiet and burst.
import type { Draws } from '../../stats/draws.ts';
import { type EventId, type Handler, type Kernel, NO_EVENT } from '../kernel.ts';

export interface ArrivalState {
  readonly ratePerSecond: number;
  readonly meanSeconds: number;
}

const ARRIVAL = 0;
const CHANGE = 1;

export class ModulatedArrivals implements Handler {
  readonly #kernel: Kernel;
  readonly #states: readonly ArrivalState[];
  readonly #unitGaps: Draws;
  readonly #unitStays: Draws;
  readonly #arrived: () => void;
  #state = 0;
  #pending: EventId = NO_EVENT;

  /** @param unitGaps and @param unitStays exponential with mean 1, of two streams. */
  constructor(kernel: Kernel, states: readonly ArrivalState[], unitGaps: Draws, unitStays: Draws, arrived: () => void) {
    this.#kernel = kernel;
    this.#states = states;
    this.#unitGaps = unitGaps;
    this.#unitStays = unitStays;
    this.#arrived = arrived;
  }

  start(): void {
    this.#enter(0);
  }

  handle(what: number): void {
    if (what === CHANGE) this.#enter((this.#state + 1) % this.#states.length);
    else {
      this.#next();
      this.#arrived();
    }
  }

  /** The exponential distribution forgets: the gap that was under way may be drawn anew at the new rate. */
  #enter(state: number): void {
    this.#state = state;
    this.#kernel.cancel(this.#pending);
    this.#next();
    this.#kernel.schedule(this.#unitStays.next() * this.#states[state]!.meanSeconds, this, CHANGE);
  }

  #next(): void {
    const { ratePerSecond } = this.#states[this.#state]!;
    this.#pending =
      ratePerSecond > 0 ? this.#kernel.schedule(this.#unitGaps.next() / ratePerSecond, this, ARRIVAL) : NO_EVENT;
  }
}
