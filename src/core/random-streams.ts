// Named random streams: seedrandom turns a name into a state, xoshiro128** draws from it. Streams of different names are
// independent for all practical purposes, so adding one shifts no other.
import alea from 'seedrandom/lib/alea.js';
import type { RandomStream } from './random.ts';

/** xoshiro128** (Blackman and Vigna, 2018): 128 bits of state, 32 bits a step. */
export class Xoshiro128 implements RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param state four 32-bit words, not all zero. */
  constructor(state: readonly [number, number, number, number]) {
    if (state.every((word) => (word | 0) === 0)) throw new Error('xoshiro128** needs a state that is not all zero');
    [this.#a, this.#b, this.#c, this.#d] = state;
  }

  bits32(): number {
    const five = Math.imul(this.#b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  uniform(): number {
    // 27 + 26 bits make the 53 of a double.
    return ((this.bits32() >>> 5) * 67_108_864 + (this.bits32() >>> 6)) / 9_007_199_254_740_992;
  }
}

/**
 * Opens the stream of a name, e.g. `seed/replication/arrivals.ham`. The same name gives the same draws, on every machine.
 */
export function openStream(name: string): RandomStream {
  const words = alea(name);
  const word = (): number => words.int32();
  return new Xoshiro128([word(), word(), word(), word() || 1]);
}
