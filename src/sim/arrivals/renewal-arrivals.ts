// Arrivals with independent gaps: a Poisson process where the gaps are exponential.
import type { Draws } from '../../stats/draws.ts';
import type { Handler, Kernel } from '../kernel.ts';

export class RenewalArrivals implements Handler {
  readonly #kernel: Kernel;
  readonly #gaps: Draws;
  readonly #arrived: () => void;

  constructor(kernel: Kernel, gaps: Draws, arrived: () => void) {
    this.#kernel = kernel;
    this.#gaps = gaps;
    this.#arrived = arrived;
  }

  start(): void {
    this.#kernel.schedule(this.#gaps.next(), this);
  }

  handle(): void {
    this.#kernel.schedule(this.#gaps.next(), this);
    this.#arrived();
  }
}
