// Refuses an open network whose stations cannot carry what comes to them: its queues would grow as long as it is simulated.
import { InputError, type Problem } from '../core/problem.ts';
import { capacity } from './capacity.ts';
import type { Network } from './schema.ts';
import { isServing } from './station-kinds.ts';
import { toDistribution } from './to-distribution.ts';
import { visitRates } from './traffic.ts';

/** Somebody is turned away, gives up or is held up, so that less comes to the stations behind than the routes say. */
const losesCustomers = (network: Network): boolean =>
  network.stations.some((station) => 'room' in station && station.room !== undefined) ||
  network.pools.some(({ waitingRoom }) => waitingRoom !== undefined) ||
  network.classes.some(({ patienceSeconds }) => Object.keys(patienceSeconds).length > 0);

/**
 * @throws InputError with every station that is overloaded. Says nothing where rooms or patience limit what comes, and leaves out classes
 * without a long-run rate: there a result tells which queues grew.
 */
export function checkStability(network: Network, source: string): void {
  if (losesCustomers(network)) return;
  const rates = network.classes.map((cls) => visitRates(network, cls) ?? []);
  const problems = network.stations.flatMap((station, index): Problem[] => {
    if (!isServing(station)) return [];
    let load = 0;
    let squares = 0;
    for (const [cls, { serviceSeconds }] of network.classes.entries()) {
      const rate = rates[cls]![index] ?? 0;
      const service = serviceSeconds[station.name];
      if (rate === 0 || service === undefined) continue;
      const { mean, secondMoment } = toDistribution(service);
      load += rate * mean;
      squares += rate * secondMoment;
    }
    const most = capacity(station, load > 0 ? squares / (2 * load) : 0);
    if (load === 0 || load < most) return [];
    const got = `${station.name} is asked for ${load.toPrecision(4)} servers' worth of work`;
    const wanted = `less than ${Number(most.toPrecision(4))}, what it has`;
    const hint = 'Its queue would grow without end: give it servers or room, or send it less.';
    return [{ path: `stations[${index}]`, got, wanted, hint }];
  });
  if (problems.length > 0) throw new InputError(source, problems);
}
