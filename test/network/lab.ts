// Small networks for tests, and what a result says of them.

import { validate } from '../../src/config/validate.ts';
import { InputError, type Problem } from '../../src/core/problem.ts';
import { checkNetwork } from '../../src/network/check-network.ts';
import type { Answer, ClassMetric, NetworkResult, StationMetric } from '../../src/network/network-result.ts';
import { type Network, networkSchema } from '../../src/network/schema.ts';
import { simulateNetwork } from '../../src/network/simulate-network.ts';
import type { NetworkInput } from '../../src/network/verify/case.ts';

type RunInput = NetworkInput['run'];
type Description = Omit<NetworkInput, 'plimsoll' | 'kind' | 'name' | 'run'>;

export const RUN: RunInput = { seed: 'test', lengthSeconds: 5000, warmUpSeconds: 200, replications: 10 };

/** A checked network. @throws InputError with its problems. */
export function networkOf(description: Description, run: Partial<RunInput> = {}): Network {
  const data = { plimsoll: 1, kind: 'network', name: 'lab', ...description, run: { ...RUN, ...run } };
  const network = validate(networkSchema, data, 'lab');
  checkNetwork(network, 'lab');
  return network;
}

export const simulate = (description: Description, run: Partial<RunInput> = {}): NetworkResult =>
  simulateNetwork(networkOf(description, run));

/** The problems of whatever refuses. */
export function problemsOf(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

/** A number of a class at a station. */
export function at(result: NetworkResult, station: string, metric: StationMetric, cls = 0): Answer {
  const place = [...result.stations, ...result.pools].find(({ name }) => name === station);
  const answer = place?.classes[cls]?.metrics[metric];
  if (!answer) throw new Error(`no ${metric} at ${station}`);
  return answer;
}

/** A number of a class on its whole way. */
export function whole(result: NetworkResult, metric: ClassMetric, cls = 0): Answer {
  const answer = result.classes[cls]?.metrics[metric];
  if (!answer) throw new Error(`no ${metric} of class ${cls}`);
  return answer;
}

/** Whether the interval holds a value. */
export const holds = ({ low, high }: Answer, value: number): boolean =>
  low !== null && high !== null && low <= value && value <= high;

/** One class through the stations one after the other, each with its service. */
export const through = (
  stations: Description['stations'],
  serviceSeconds: NetworkInput['classes'][number]['serviceSeconds'],
  more: Partial<NetworkInput['classes'][number]> = {},
): Description => {
  const names = stations.map(({ name }) => name);
  const route = Object.fromEntries(names.map((name, index) => [name, names[index + 1] ?? 'out']));
  return {
    stations,
    classes: [
      {
        name: 'jobs',
        arrivals: { process: 'poisson', ratePerSecond: 0.5 },
        route: { in: names[0]!, ...route },
        serviceSeconds,
        ...more,
      },
    ],
  };
};
