// Short words for the networks of the table.
import type { DistributionSpec } from '../distribution-spec.ts';
import type { Case, NetworkInput } from './case.ts';

type Station = NetworkInput['stations'][number];
type Unnamed = Station extends infer S ? (S extends unknown ? Omit<S, 'name'> : never) : never;
type ClassInput = NetworkInput['classes'][number];
type Description = Case['network'];

export const exponential = (mean: number): DistributionSpec => ({ type: 'exponential', mean });

/** The hyperexponential time of the truth file: mean 1, squared coefficient of variation 5.5. */
export const BURSTY_SERVICE: DistributionSpec = {
  type: 'hyperexponential',
  branches: [
    { probability: 0.9, mean: 1 / 2 },
    { probability: 0.1, mean: 11 / 2 },
  ],
};
/** The lognormal time of the truth file: mean 1, coefficient of variation 2. */
export const LOGNORMAL_SERVICE: DistributionSpec = { type: 'lognormal', mean: 1, squaredVariation: 4 };

/** `station` by itself, with a name for all that come: arrivals of a class and its service time there. */
export const alone = (
  station: Unnamed,
  classes: Readonly<
    Record<string, Omit<ClassInput, 'name' | 'route' | 'serviceSeconds'> & { readonly service: DistributionSpec }>
  >,
): Description => ({
  stations: [{ ...station, name: 'station' } as Station],
  classes: Object.entries(classes).map(([name, { service, ...rest }]) => ({
    ...rest,
    name,
    route: { in: 'station', station: 'out' },
    serviceSeconds: { station: service },
  })),
});

export const poisson = (ratePerSecond: number): { readonly arrivals: NonNullable<ClassInput['arrivals']> } => ({
  arrivals: { process: 'poisson', ratePerSecond },
});

/** One class of jobs at one station, Poisson. */
export const jobs = (
  station: Unnamed,
  ratePerSecond: number,
  service: DistributionSpec,
  more: Partial<ClassInput> = {},
): Description => alone(station, { jobs: { ...poisson(ratePerSecond), service, ...more } });
