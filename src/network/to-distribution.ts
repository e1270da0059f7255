// From a distribution as a file writes it to one that can be drawn from.
import { boundedPareto } from '../stats/distributions/bounded-pareto.ts';
import { deterministic } from '../stats/distributions/deterministic.ts';
import type { Distribution } from '../stats/distributions/distribution.ts';
import { empirical } from '../stats/distributions/empirical.ts';
import { erlang } from '../stats/distributions/erlang.ts';
import { exponentialDistribution } from '../stats/distributions/exponential-distribution.ts';
import { hyperExponential } from '../stats/distributions/hyper-exponential.ts';
import { lognormal } from '../stats/distributions/lognormal.ts';
import { mixture } from '../stats/distributions/mixture.ts';
import { uniform } from '../stats/distributions/uniform.ts';
import { weibull } from '../stats/distributions/weibull.ts';
import type { DistributionSpec } from './distribution-spec.ts';

/** @throws RangeError on parameters that do not fit together, e.g. probabilities that do not add up to 1. */
export function toDistribution(spec: DistributionSpec): Distribution {
  if (typeof spec === 'number') return deterministic(spec);
  switch (spec.type) {
    case 'exponential':
      return exponentialDistribution(spec.mean);
    case 'deterministic':
      return deterministic(spec.value);
    case 'uniform':
      return uniform(spec.low, spec.high);
    case 'erlang':
      return erlang(spec.phases, spec.mean);
    case 'hyperexponential':
      return hyperExponential(spec.branches);
    case 'lognormal':
      return lognormal(spec.mean, spec.squaredVariation);
    case 'weibull':
      return weibull(spec.shape, spec.scale);
    case 'boundedPareto':
      return boundedPareto(spec.alpha, spec.low, spec.high);
    case 'empirical':
      return empirical(spec.values, spec.weights);
    case 'mixture':
      return mixture(spec.parts.map(({ probability, of }) => ({ probability, distribution: toDistribution(of) })));
  }
}
