// How long a round of DNS look-ups takes: cached, answered from afar, or timed out. Never a queue.
import type { RandomStream } from '../core/random.ts';
import { standardNormal } from '../stats/distributions/normal.ts';
import { exp } from '../stats/portable/exp.ts';
import { log } from '../stats/portable/log.ts';
import type { Platform } from './library/platform.ts';

/** z of the 90 % quantile of the normal distribution. */
const Z90 = 1.2815515655446004;

export class DnsDelay {
  readonly #profile: Platform['dns'];
  readonly #timeoutSeconds: number;
  readonly #sigma: number;

  constructor(profile: Platform['dns'], timeoutSeconds: number) {
    this.#profile = profile;
    this.#timeoutSeconds = timeoutSeconds;
    this.#sigma = log(profile.p90Seconds / profile.medianSeconds) / Z90;
  }

  /** Seconds until the slowest of `parallel` look-ups has answered or timed out. */
  draw(parallel: number, random: RandomStream): number {
    let slowest = 0;
    for (let asked = 0; asked < parallel; asked += 1) slowest = Math.max(slowest, this.#one(random));
    return slowest;
  }

  #one(random: RandomStream): number {
    const { cachedShare, cachedSeconds, medianSeconds, timeoutShare } = this.#profile;
    const kind = random.uniform();
    if (kind < timeoutShare) return this.#timeoutSeconds;
    if (kind < timeoutShare + (1 - timeoutShare) * cachedShare) return cachedSeconds;
    return Math.min(this.#timeoutSeconds, medianSeconds * exp(this.#sigma * standardNormal(random)));
  }
}
