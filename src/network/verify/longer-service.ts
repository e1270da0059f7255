// A planted error: every service of a network takes longer by a share. The table of closed forms must find it.
import type { DistributionSpec } from '../distribution-spec.ts';
import type { Network } from '../schema.ts';

type Simple = Exclude<DistributionSpec, number | { type: 'mixture' }>;

function scaled(spec: Simple, factor: number): Simple {
  switch (spec.type) {
    case 'exponential':
    case 'erlang':
    case 'lognormal':
      return { ...spec, mean: spec.mean * factor };
    case 'deterministic':
      return { ...spec, value: spec.value * factor };
    case 'uniform':
    case 'boundedPareto':
      return { ...spec, low: spec.low * factor, high: spec.high * factor };
    case 'hyperexponential':
      return { ...spec, branches: spec.branches.map((branch) => ({ ...branch, mean: branch.mean * factor })) };
    case 'weibull':
      return { ...spec, scale: spec.scale * factor };
    case 'empirical':
      return { ...spec, values: spec.values.map((value) => value * factor) };
  }
}

/** The same distribution of times `factor` as long. */
export function stretched(spec: DistributionSpec, factor: number): DistributionSpec {
  if (typeof spec === 'number') return spec * factor;
  if (spec.type !== 'mixture') return scaled(spec, factor);
  return { ...spec, parts: spec.parts.map(({ probability, of }) => ({ probability, of: scaled(of, factor) })) };
}

/** @param share 0.03 for 3 %. */
export const longerService = (network: Network, share: number): Network => ({
  ...network,
  classes: network.classes.map((cls) => ({
    ...cls,
    serviceSeconds: Object.fromEntries(
      Object.entries(cls.serviceSeconds).map(([station, spec]) => [station, stretched(spec, 1 + share)]),
    ),
  })),
});
