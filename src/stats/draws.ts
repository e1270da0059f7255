// Endless sequences of random numbers, each of one distribution and one stream.
import type { RandomStream } from '../core/random.ts';
import type { Distribution } from './distributions/distribution.ts';
import { standardExponential } from './distributions/standard-exponential.ts';

export interface Draws {
  next(): number;
}

class DistributionDraws implements Draws {
  readonly #distribution: Distribution;
  readonly #random: RandomStream;

  constructor(distribution: Distribution, random: RandomStream) {
    this.#distribution = distribution;
    this.#random = random;
  }

  next(): number {
    return this.#distribution.draw(this.#random);
  }
}

class ExponentialDraws implements Draws {
  readonly #mean: number;
  readonly #random: RandomStream;

  constructor(mean: number, random: RandomStream) {
    this.#mean = mean;
    this.#random = random;
  }

  next(): number {
    return this.#mean * standardExponential(this.#random);
  }
}

/** @param random the same stream gives the same numbers. */
export const drawsOf = (distribution: Distribution, random: RandomStream): Draws =>
  new DistributionDraws(distribution, random);

/** The same numbers as of the exponential distribution, small enough to be inlined into hot code. */
export const exponentialDraws = (mean: number, random: RandomStream): Draws => new ExponentialDraws(mean, random);
