// What formulas ask of a service time, a gap or a patience: its moments, and whether it is exponential or constant. Draws nothing.
import type { Moments } from '../../queueing/moments.ts';
import type { DistributionSpec } from '../distribution-spec.ts';
import { toDistribution } from '../to-distribution.ts';

export interface Law extends Moments {
  readonly kind: 'exponential' | 'constant' | 'general';
}

/** An exponential time may be written in several ways. */
function isExponential(spec: DistributionSpec): boolean {
  if (typeof spec === 'number') return false;
  switch (spec.type) {
    case 'exponential':
      return true;
    case 'erlang':
      return spec.phases === 1;
    case 'weibull':
      return spec.shape === 1;
    case 'hyperexponential':
      return spec.branches.every(({ mean }) => mean === spec.branches[0]!.mean);
    default:
      return false;
  }
}

/** @param spec checked by `checkNetwork`. */
export function lawOf(spec: DistributionSpec): Law {
  const { mean, secondMoment } = toDistribution(spec);
  const constant = typeof spec === 'number' || spec.type === 'deterministic';
  const kind = constant ? 'constant' : isExponential(spec) ? 'exponential' : 'general';
  return { kind, meanSeconds: mean, meanSquareSeconds2: secondMoment };
}

/** The law of a kind that all of these are, with the same mean; null where they differ. */
export function common(kind: Law['kind'], laws: readonly Law[]): Law | null {
  const first = laws[0];
  const alike = laws.every((law) => law.kind === kind && law.meanSeconds === first?.meanSeconds);
  return first && alike ? first : null;
}
