// How often customers come to each station, from arrivals and routes alone: as if nobody were turned away, gave up or was held up.
import { arrivalRates, visitCounts } from '../queueing/networks/traffic.ts';
import { chanceOf, targetsOf } from './routes.ts';
import type { ClassSpec, Network } from './schema.ts';
import { toDistribution } from './to-distribution.ts';

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The long-run rate at which customers of an open class come from outside, per second; null for a trace, which need not have one. */
export function externalRate({ arrivals, batchSize }: ClassSpec): number | null {
  if (arrivals === undefined) return null;
  const batch = batchSize === undefined ? 1 : toDistribution(batchSize).mean;
  switch (arrivals.process) {
    case 'poisson':
      return batch * arrivals.ratePerSecond;
    case 'renewal':
      return batch / toDistribution(arrivals.gapSeconds).mean;
    case 'profile':
      return batch * average(arrivals.ratesPerSecond);
    case 'modulated': {
      const seconds = arrivals.states.reduce((sum, { meanSeconds }) => sum + meanSeconds, 0);
      const arrived = arrivals.states.reduce((sum, state) => sum + state.ratePerSecond * state.meanSeconds, 0);
      return (batch * arrived) / seconds;
    }
    case 'trace':
      return null;
  }
}

/**
 * Where customers go from each station, `routing[i][j]` being the chance to go from i to j. A forked customer goes to the join of its fork
 * and on from there; its parts end at the join.
 */
const routingOf = ({ stations }: Network, cls: ClassSpec): number[][] =>
  stations.map((from) =>
    stations.map((to) => {
      if (from.type === 'fork') return from.join === to.name ? 1 : 0;
      return to.type === 'join' ? 0 : chanceOf(cls.route[from.name], to.name);
    }),
  );

/** Visits a second of one open class to each station, parts of customers included; null where it has no long-run rate. */
export function visitRates(network: Network, cls: ClassSpec): number[] | null {
  const { stations } = network;
  const external = externalRate(cls);
  if (external === null) return null;
  const routing = routingOf(network, cls);
  const total = stations.map(() => 0);
  let entries = stations.map(({ name }) => external * chanceOf(cls.route['in'], name));
  // Whole customers first, then the parts that they are split into, then the parts of parts.
  while (entries.some((rate) => rate > 0)) {
    const rates = arrivalRates(entries, routing);
    entries = stations.map(() => 0);
    for (const [at, rate] of rates.entries()) {
      total[at]! += rate;
      const station = stations[at]!;
      if (station.type !== 'fork') continue;
      for (const branch of station.branches) entries[stations.findIndex(({ name }) => name === branch)]! += rate;
    }
  }
  return total;
}

/** Visits of a closed class to each station in one of its cycles; null where customers are forked on the way. */
export function cycleVisits(network: Network, cls: ClassSpec): number[] | null {
  const routing = routingOf(network, cls);
  const home = network.stations.findIndex(({ name }) => targetsOf(cls.route['in'])[0] === name);
  // Stations that the class never comes to would make the chain fall apart.
  const reached = new Set([home]);
  for (const from of reached) {
    for (const [to, chance] of routing[from]!.entries()) if (chance > 0) reached.add(to);
  }
  const order = [...reached];
  if (order.some((station) => network.stations[station]!.type === 'fork')) return null;
  const counts = visitCounts(order.map((from) => order.map((to) => routing[from]![to]!)));
  return network.stations.map((_, station) => {
    const place = order.indexOf(station);
    return place < 0 ? 0 : counts[place]!;
  });
}
