// Stations in a row with finite rooms where who finds the next one full blocks the server: the Markov chain, while it is small.
import { blockingTandem } from '../../queueing/networks/blocking-tandem.ts';
import type { Network } from '../schema.ts';
import type { StationTheory } from './finding.ts';
import { lawOf } from './law.ts';
import type { NetworkTheory } from './network-theory.ts';
import type { Theory } from './theory.ts';
import { tried } from './tried.ts';

/** Customers at the stations in every combination; a chain of as many states takes tenths of a second. */
const MOST_COMBINATIONS = 600;

interface Link {
  readonly name: string;
  readonly serviceSeconds: number;
  readonly servers: number;
  readonly room: number;
}

/** The stations in their order; null where this is no such row. */
function rowOf({ stations, classes }: Network): Link[] | null {
  const [cls, ...others] = classes;
  if (cls === undefined || others.length > 0 || cls.arrivals?.process !== 'poisson' || cls.batchSize !== undefined)
    return null;
  if (cls.arrivals.ratePerSecond === 0 || Object.keys(cls.patienceSeconds).length > 0) return null;
  const row: Link[] = [];
  for (let name = cls.route['in']; name !== 'out'; name = cls.route[name]) {
    if (typeof name !== 'string' || row.some((link) => link.name === name)) return null;
    const station = stations.find((other) => other.name === name);
    const service = cls.serviceSeconds[name];
    if (station?.type !== 'queue' || station.room === undefined || service === undefined) return null;
    const law = lawOf(service);
    const first = row.length === 0;
    if (law.kind !== 'exponential' || station.schedule || station.outages) return null;
    if (station.whenFull === 'defer' || (!first && station.whenFull !== 'block')) return null;
    row.push({ name, serviceSeconds: law.meanSeconds, servers: station.servers, room: station.room });
  }
  return row.length > 1 ? row : null;
}

/** @param network checked by `checkNetwork`. @returns null where it is no tandem of queues that block, or too large a one. */
export function tandemTheory(network: Network): NetworkTheory | null {
  const row = rowOf(network);
  const arrivals = network.classes[0]?.arrivals;
  if (row === null || arrivals?.process !== 'poisson') return null;
  if (row.reduce((product, { room }) => product * (room + 1), 1) > MOST_COMBINATIONS) return null;
  const answer = tried(() => blockingTandem(arrivals.ratePerSecond, row));
  if (answer === null) return null;
  const say = (value: number): Theory => ({ value, exact: true, method: answer.method });
  const throughput = answer.throughputPerSecond;
  const stations = row.map(({ name, servers }, index): [string, StationTheory] => {
    const { meanNumber, meanBlockedServers, utilisation } = answer.stations[index]!;
    const queue = meanNumber - utilisation * servers;
    const metrics = {
      arrivalRatePerSecond:
        index === 0 ? { ...say(arrivals.ratePerSecond), method: 'traffic equations' } : say(throughput),
      throughputPerSecond: say(throughput),
      utilisation: say(utilisation),
      meanNumber: say(meanNumber),
      meanQueueLength: say(queue),
      // The wait ends as service begins; the time of being blocked comes after it.
      meanWaitingSeconds: say((queue - meanBlockedServers) / throughput),
      meanResponseSeconds: say(meanNumber / throughput),
      ...(index === 0 ? { blockingProbability: say(answer.blockingProbability) } : {}),
    };
    return [name, { utilisation: say(utilisation), meanNumber: say(meanNumber), classes: [metrics] }];
  });
  const whole = {
    throughputPerSecond: say(throughput),
    meanNumber: say(answer.meanNumber),
    meanResponseSeconds: say(answer.meanResponseSeconds),
    lossProbability: say(answer.blockingProbability),
  };
  return { stations: new Map(stations), classes: [whole] };
}
