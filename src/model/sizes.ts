// Sizes of mails: lognormal, cut off at the largest size offered, the mean kept at what the scenario says.
import { errorFunction } from 'simple-statistics';
import type { RandomStream } from '../core/random.ts';
import { standardNormal } from '../stats/distributions/normal.ts';

const phi = (x: number): number => 0.5 * (1 + errorFunction(x / Math.SQRT2));

/** Mean of min(X, cap) for a lognormal X with parameters mu and sigma. */
const cappedMean = (mu: number, sigma: number, cap: number): number => {
  const edge = (Math.log(cap) - mu) / sigma;
  return Math.exp(mu + (sigma * sigma) / 2) * phi(edge - sigma) + cap * (1 - phi(edge));
};

/**
 * A distribution of sizes in bytes: exp(N(mu, sigma²)) cut off at `maxBytes`, with mu chosen so that the mean after the cut is
 * `meanBytes`. A mean that the cut makes unreachable gives the nearest: all mails at the cut.
 */
export class MailSizes {
  readonly #mu: number;
  readonly #sigma: number;
  readonly #maxBytes: number;

  constructor(meanBytes: number, sigma: number, maxBytes: number) {
    this.#sigma = sigma;
    this.#maxBytes = maxBytes;
    let low = -50;
    let high = Math.log(maxBytes) + 10 * sigma;
    // The capped mean grows with mu; 80 halvings bring the bracket below a double's precision.
    for (let step = 0; step < 80; step += 1) {
      const middle = (low + high) / 2;
      if (cappedMean(middle, sigma, maxBytes) < meanBytes) low = middle;
      else high = middle;
    }
    this.#mu = (low + high) / 2;
  }

  /** Mean of min(size, capBytes). */
  meanBelow(capBytes: number): number {
    return cappedMean(this.#mu, this.#sigma, Math.min(capBytes, this.#maxBytes));
  }

  /** One size, a whole number of bytes, at least 1. */
  draw(random: RandomStream): number {
    const size = Math.exp(this.#mu + this.#sigma * standardNormal(random));
    return Math.max(1, Math.round(Math.min(size, this.#maxBytes)));
  }
}
