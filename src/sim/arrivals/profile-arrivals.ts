// A Poisson process whose rate is a step function of time that repeats itself, e.g. by hour of day or of week. Sampled by inversion:
// the integral of the rate between two arrivals is exponential with mean 1 (Çinlar, Introduction to Stochastic Processes, 1975,
// section 4.7), so each arrival takes one draw.
import type { Draws } from '../../stats/draws.ts';
import type { Handler, Kernel } from '../kernel.ts';

export interface RateProfile {
  /** Arrivals a second in each step. Not all zero. */
  readonly ratesPerSecond: readonly number[];
  readonly stepSeconds: number;
}

export class ProfileArrivals implements Handler {
  readonly #kernel: Kernel;
  readonly #profile: RateProfile;
  readonly #unitGaps: Draws;
  readonly #arrived: () => void;

  /** @param unitGaps exponential with mean 1. */
  constructor(kernel: Kernel, profile: RateProfile, unitGaps: Draws, arrived: () => void) {
    this.#kernel = kernel;
    this.#profile = profile;
    this.#unitGaps = unitGaps;
    this.#arrived = arrived;
  }

  /** Arrivals from now on. A profile of zeros has none. */
  start(): void {
    if (this.#profile.ratesPerSecond.some((rate) => rate > 0)) this.#next();
  }

  handle(): void {
    this.#next();
    this.#arrived();
  }

  #next(): void {
    const { ratesPerSecond, stepSeconds } = this.#profile;
    const { now } = this.#kernel;
    let step = Math.floor(now / stepSeconds);
    let time = now;
    let left = this.#unitGaps.next();
    for (;;) {
      const rate = ratesPerSecond[step % ratesPerSecond.length]!;
      const end = (step + 1) * stepSeconds;
      const inStep = rate * (end - time);
      if (left < inStep) break;
      left -= inStep;
      step += 1;
      time = end;
    }
    const rate = ratesPerSecond[step % ratesPerSecond.length]!;
    this.#kernel.schedule(time + left / rate - now, this);
  }
}
