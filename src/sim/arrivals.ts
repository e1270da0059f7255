// A non-homogeneous Poisson process by thinning: candidates at the highest rate, each kept with the share that its hour has of it
// (Lewis and Shedler, 1979).
import type { RandomStream } from '../core/random.ts';
import { exponential } from '../stats/distributions/exponential.ts';
import type { Handler, Kernel } from './kernel.ts';

export interface ArrivalProcess {
  /** Rate at a moment, per second. */
  readonly rateAt: (seconds: number) => number;
  /** No rate is higher than this; zero: nobody comes. */
  readonly highestRate: number;
  readonly arrived: (now: number) => void;
}

/** Arrivals from the moment of `start` on, for as long as the kernel runs. */
export class PoissonArrivals implements Handler<null> {
  readonly #kernel: Kernel;
  readonly #process: ArrivalProcess;
  readonly #random: RandomStream;

  constructor(kernel: Kernel, process: ArrivalProcess, random: RandomStream) {
    this.#kernel = kernel;
    this.#process = process;
    this.#random = random;
  }

  start(): void {
    if (this.#process.highestRate > 0) this.#next();
  }

  handle(): void {
    const { rateAt, highestRate, arrived } = this.#process;
    const { now } = this.#kernel;
    const kept = this.#random.uniform() * highestRate < rateAt(now);
    this.#next();
    if (kept) arrived(now);
  }

  #next(): void {
    this.#kernel.schedule(exponential(1 / this.#process.highestRate, this.#random), this, null);
  }
}
