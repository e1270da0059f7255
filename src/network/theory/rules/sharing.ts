// Service shared by everybody present, or interrupted by the newest: what depends on the mean of service only, with endless or finite room.
import { birthDeathLaw, expectation } from '../../../queueing/chains/birth-death-law.ts';
import { mg1LcfsPr } from '../../../queueing/stations/mg1-lcfs-pr.ts';
import { mg1Ps } from '../../../queueing/stations/mg1-ps.ts';
import { mgcPs } from '../../../queueing/stations/mgc-ps.ts';
import type { Finding } from '../finding.ts';
import { isOneLevel, type StationLoad } from '../station-load.ts';

interface Number {
  readonly method: string;
  readonly meanNumber: number;
  readonly blockingProbability?: number;
}

/**
 * Birth and death with death rate min(n·most, c)/S, whatever the law of service: a symmetric queue (Kelly, Reversibility and Stochastic
 * Networks, 1979, section 3.3; Cohen, Acta Informatica 12, 1979).
 * @param most servers that one customer gets at most.
 */
function numberOf(
  { ratePerSecond, service }: StationLoad,
  servers: number,
  most: number,
  room?: number,
): Number | null {
  const { meanSeconds } = service;
  const law = birthDeathLaw({
    birthRate: () => ratePerSecond,
    deathRate: (number) => Math.min(number * most, servers) / meanSeconds,
    ...(room === undefined ? {} : { room }),
  });
  const meanNumber = expectation(law, (number) => number);
  if (room === undefined) return { method: 'PS, insensitive (Cohen)', meanNumber };
  return { method: 'PS with room, insensitive (Cohen)', meanNumber, blockingProbability: law[room] ?? 0 };
}

function sharedNumber(load: StationLoad): Number | null {
  const { station, ratePerSecond: arrivalRatePerSecond, service } = load;
  if (station.type === 'priority') {
    const pushesOut = station.preemptive && station.order === 'lcfs' && station.servers === 1;
    if (!pushesOut || !isOneLevel(load) || station.room !== undefined) return null;
    return mg1LcfsPr({ arrivalRatePerSecond, service });
  }
  if (station.type !== 'sharing') return null;
  const { servers, perCustomer, room } = station;
  if (room !== undefined) return station.whenFull === 'defer' ? null : numberOf(load, servers, perCustomer, room);
  if (perCustomer >= servers) return mg1Ps({ arrivalRatePerSecond, serviceSeconds: service.meanSeconds / servers });
  if (perCustomer !== 1) return numberOf(load, servers, perCustomer);
  return mgcPs({ arrivalRatePerSecond, serviceSeconds: service.meanSeconds, servers });
}

/** Every class is slowed down alike. */
export function sharing(load: StationLoad): Finding | null {
  const { station, classes, ratePerSecond } = load;
  if (station.type === 'delay' || station.schedule || station.outages) return null;
  if (classes.some(({ patience }) => patience !== undefined)) return null;
  const found = sharedNumber(load);
  if (found === null) return null;
  const { method, meanNumber, blockingProbability } = found;
  const admitted = 1 - (blockingProbability ?? 0);
  const slowdown = meanNumber / (admitted * ratePerSecond * load.service.meanSeconds);
  // Where one customer may get more than one server, the run counts no wait below zero.
  const waits = station.type === 'priority' || (station.type === 'sharing' && station.perCustomer <= 1);
  return {
    exact: true,
    method,
    classes: classes.map(({ service: { meanSeconds }, ratePerSecond: rate }) => ({
      waitingSeconds: waits ? meanSeconds * (slowdown - 1) : null,
      responseSeconds: meanSeconds * slowdown,
      ...(blockingProbability === undefined ? {} : { blockingProbability, throughputPerSecond: rate * admitted }),
    })),
  };
}
