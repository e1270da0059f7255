// First come first served with Poisson arrivals and endless room: M/M/c, M/D/c, M/G/1, M/G/c. All classes wait alike.
import type { Reached } from '../../../queueing/answer.ts';
import type { Quantiles } from '../../../queueing/quantiles.ts';
import { mdc } from '../../../queueing/stations/mdc.ts';
import { mg1 } from '../../../queueing/stations/mg1.ts';
import { mgc } from '../../../queueing/stations/mgc.ts';
import { mm1 } from '../../../queueing/stations/mm1.ts';
import { mmc } from '../../../queueing/stations/mmc.ts';
import type { Finding } from '../finding.ts';
import { common } from '../law.ts';
import { isOneLevel, type StationLoad } from '../station-load.ts';

/** The roots of M/D/c take servers × thousands of steps at worst. */
const MOST_SERVERS = 500;

interface Waiting extends Reached {
  readonly meanWaitingSeconds: number;
  readonly responseQuantilesSeconds?: Quantiles;
}

function waitingOf({ classes, ratePerSecond, service }: StationLoad, servers: number): Waiting | null {
  const laws = classes.map((own) => own.service);
  const load = { arrivalRatePerSecond: ratePerSecond, serviceSeconds: service.meanSeconds, servers };
  if (common('exponential', laws)) return servers === 1 ? mm1(load) : mmc(load);
  if (servers === 1) return mg1({ arrivalRatePerSecond: ratePerSecond, service });
  if (servers > MOST_SERVERS) return null;
  return common('constant', laws) ? mdc(load) : mgc({ arrivalRatePerSecond: ratePerSecond, service, servers });
}

/**
 * Stations that serve one by one, in an order that asks neither for the service nor for the class: mean waits are those of first come first
 * served also where the newest goes first (Kleinrock, Queueing Systems, vol. 2, 1976, section 3.3), quantiles are not.
 */
export function fcfs(load: StationLoad): Finding | null {
  const { station, classes } = load;
  if (station.type !== 'queue' && station.type !== 'priority') return null;
  if (station.room !== undefined || station.schedule || station.outages) return null;
  if (!isOneLevel(load) || classes.some(({ patience }) => patience !== undefined)) return null;
  const newestFirst = station.type === 'priority' && station.order === 'lcfs';
  const memoryless =
    common(
      'exponential',
      classes.map((own) => own.service),
    ) !== null;
  if (newestFirst && station.preemptive && !memoryless) return null;
  const found = waitingOf(load, station.servers);
  if (found === null) return null;
  const { exact, method, meanWaitingSeconds, responseQuantilesSeconds } = found;
  return {
    exact,
    method,
    classes: classes.map(({ service }) => ({
      waitingSeconds: meanWaitingSeconds,
      responseSeconds: meanWaitingSeconds + service.meanSeconds,
    })),
    ...(responseQuantilesSeconds && !newestFirst ? { responseQuantilesSeconds } : {}),
  };
}
