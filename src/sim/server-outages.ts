// Servers that break down and are repaired, each by itself or all at once. A station that can interrupt loses what was in service to
// the front of its line; one that cannot finishes it first.
import type { Draws } from '../stats/draws.ts';
import type { Handler, Kernel } from './kernel.ts';
import type { Station } from './station.ts';

export interface Outages {
  /** Time from repair to the next failure, and from failure to repair. */
  readonly upSeconds: Draws;
  readonly downSeconds: Draws;
  /** Servers that fail together: 1 for each by itself, all of them for a whole machine. */
  readonly together: number;
}

const FAIL = 0;
const REPAIR = 1;

export class ServerOutages implements Handler {
  readonly #kernel: Kernel;
  readonly #station: Station;
  readonly #outages: Outages;

  constructor(kernel: Kernel, station: Station, outages: Outages) {
    this.#kernel = kernel;
    this.#station = station;
    this.#outages = outages;
  }

  /** All servers are up at first. */
  start(): void {
    const groups = this.#station.servers / this.#outages.together;
    for (let group = 0; group < groups; group += 1) this.#kernel.schedule(this.#outages.upSeconds.next(), this, FAIL);
  }

  handle(what: number): void {
    const { together, upSeconds, downSeconds } = this.#outages;
    const fails = what === FAIL;
    this.#station.setServers(this.#station.servers + (fails ? -together : together));
    this.#kernel.schedule((fails ? downSeconds : upSeconds).next(), this, fails ? REPAIR : FAIL);
  }
}
