// Sizes of mails: lognormal, cut off at the largest size offered, the mean kept at what the scenario says.
import type { RandomStream } from '../core/random.ts';
import { standardNormal } from '../stats/distributions/normal.ts';
import { exp } from '../stats/portable/exp.ts';
import { log } from '../stats/portable/log.ts';
import { normalCdf } from '../stats/special/normal.ts';

/** Mean of min(X, cap) for a lognormal X with parameters mu and sigma. */
const cappedMean = (mu: number, sigma: number, cap: number): number => {
  const edge = (log(cap) - mu) / sigma;
  return exp(mu + (sigma * sigma) / 2) * normalCdf(edge - sigma) + cap * (1 - normalCdf(edge));
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
    let high = log(maxBytes) + 10 * sigma;
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
    const size = exp(this.#mu + this.#sigma * standardNormal(random));
    return Math.max(1, Math.round(Math.min(size, this.#maxBytes)));
  }
}
