// The lognormal distribution: sizes of mails, delays of remote servers.
import { requireFinite, requirePositive, requireShare } from '../guard.ts';
import { exp } from '../portable/exp.ts';
import { log, log1p } from '../portable/log.ts';
import { normalCdf, normalQuantile } from '../special/normal.ts';
import type { Distribution } from './distribution.ts';
import { standardNormal } from './normal.ts';

/**
 * @param mean of X itself, above 0. @param scv squared coefficient of variation of X, above 0.
 * @throws RangeError. SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 6.2.2.
 */
export function lognormal(mean: number, scv: number): Distribution {
  requirePositive('mean', mean);
  requirePositive('scv', scv);
  const variance = log1p(scv);
  return {
    ...lognormalOfLogarithm(log(mean) - variance / 2, Math.sqrt(variance)),
    mean,
    secondMoment: mean * mean * (1 + scv),
  };
}

/** @param mu mean of ln X; the median is exp(mu). @param sigma standard deviation of ln X, above 0. @throws RangeError. */
export function lognormalOfLogarithm(mu: number, sigma: number): Distribution {
  requireFinite('mu', mu);
  requirePositive('sigma', sigma);
  return {
    mean: exp(mu + (sigma * sigma) / 2),
    secondMoment: exp(2 * mu + 2 * sigma * sigma),
    draw: (random) => exp(mu + sigma * standardNormal(random)),
    cdf: (x) => (x > 0 ? normalCdf((log(x) - mu) / sigma) : 0),
    quantile(p) {
      requireShare('p', p);
      return exp(mu + sigma * normalQuantile(p));
    },
  };
}
