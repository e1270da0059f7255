// A mixture: each draw comes from one of several distributions, chosen anew.
import { requireShare } from '../guard.ts';
import { solveIncreasing } from '../special/solve-increasing.ts';
import { aliasTable } from './alias-table.ts';
import type { Distribution } from './distribution.ts';

export interface MixturePart {
  /** How often it is drawn from; the probabilities of all parts add up to 1. */
  readonly probability: number;
  readonly distribution: Distribution;
}

/**
 * @param parts at least one. @throws RangeError unless the probabilities add up to 1 within 1e-9; they are scaled to do so exactly.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 8.2.2 (composition).
 */
export function mixture(parts: readonly MixturePart[]): Distribution {
  for (const { probability } of parts) requireShare('probability', probability);
  const total = parts.reduce((sum, { probability }) => sum + probability, 0);
  if (!(Math.abs(total - 1) < 1e-9)) throw new RangeError(`probability: wanted a sum of 1, got ${total}`);
  const drawn = parts.filter(({ probability }) => probability > 0);
  const distributions = drawn.map(({ distribution }) => distribution);
  const choose = aliasTable(drawn.map(({ probability }) => probability));
  const average = (of: (distribution: Distribution) => number): number =>
    drawn.reduce((sum, { probability, distribution }) => sum + (probability / total) * of(distribution), 0);
  // Rounding may leave a little more than 1.
  const cdf = (x: number): number =>
    Math.min(
      1,
      average((distribution) => distribution.cdf(x)),
    );
  return {
    mean: average(({ mean }) => mean),
    secondMoment: average(({ secondMoment }) => secondMoment),
    draw: (random) => distributions[choose(random)]!.draw(random),
    cdf,
    quantile(p) {
      requireShare('p', p);
      // It lies between the least and the highest quantile of the parts.
      const ends = distributions.map((distribution) => distribution.quantile(p));
      const low = Math.min(...ends);
      const high = Math.max(...ends);
      return p === 1 || low === high ? high : solveIncreasing(cdf, p, low, high);
    },
  };
}
