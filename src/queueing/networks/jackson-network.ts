// An open Jackson network: one class that wanders by a routing matrix over stations with c exponential servers each.
import { fault, refuse } from '../guard.ts';
import { type OpenNetworkAnswer, openNetwork } from './open-network.ts';
import { arrivalRates } from './traffic.ts';

export interface JacksonStation {
  readonly externalRatePerSecond: number;
  readonly serviceSeconds: number;
  /** `Infinity` is a delay station. */
  readonly servers: number;
}

/**
 * Traffic equations, then every station as an M/M/c (Jackson, Management Science 10, 1963; Kleinrock, Queueing Systems, vol. 1,
 * 1975, section 4.8). Means of a station are per visit, those of the network per customer.
 * @param routing `routing[i][j]`, the chance to go from station i to j; what a row lacks to 1 leaves.
 * @throws InputError on impossible figures, no arrivals at all, or customers who can never leave.
 */
export function jacksonNetwork(
  stations: readonly JacksonStation[],
  routing: readonly (readonly number[])[],
): OpenNetworkAnswer {
  if (stations.length !== routing.length) refuse([fault('jacksonNetwork.routing', routing, `${stations.length} rows`)]);
  const external = stations.map(({ externalRatePerSecond }) => externalRatePerSecond);
  const rates = arrivalRates(external, routing);
  return openNetwork(
    stations.map(({ serviceSeconds, servers }, index) => ({
      discipline: 'fcfs',
      servers,
      classes: [{ arrivalRatePerSecond: rates[index]!, serviceSeconds }],
    })),
    [external.reduce((sum, rate) => sum + rate, 0)],
  );
}
