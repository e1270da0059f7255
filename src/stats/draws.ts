// Endless sequences of random numbers, each of one distribution and one stream. Draws are made in blocks: a tight loop fills a buffer, and
// handing one out is small enough to be inlined into hot code, so that no number is boxed.
import type { RandomStream } from '../core/random.ts';
import type { Distribution } from './distributions/distribution.ts';
import { standardExponential } from './distributions/standard-exponential.ts';

const BLOCK = 256;

export class Draws {
  readonly #fill: (block: Float64Array) => void;
  readonly #block = new Float64Array(BLOCK);
  #used = BLOCK;

  /** @param fill draws a block of numbers, in their order. */
  constructor(fill: (block: Float64Array) => void) {
    this.#fill = fill;
  }

  next(): number {
    if (this.#used === BLOCK) this.#refill();
    const draw = this.#block[this.#used]!;
    this.#used += 1;
    return draw;
  }

  #refill(): void {
    this.#fill(this.#block);
    this.#used = 0;
  }
}

/** @param random a stream of its own: blocks are drawn ahead of their use. */
export const drawsOf = (distribution: Distribution, random: RandomStream): Draws =>
  new Draws((block) => {
    for (let index = 0; index < BLOCK; index += 1) block[index] = distribution.draw(random);
  });

/** The same numbers as of the exponential distribution, without a call for each. */
export const exponentialDraws = (mean: number, random: RandomStream): Draws =>
  new Draws((block) => {
    for (let index = 0; index < BLOCK; index += 1) block[index] = mean * standardExponential(random);
  });
