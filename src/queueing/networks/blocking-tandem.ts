// Stations in a row with finite rooms: a customer who finds the next room full stays on his server and blocks it.
import type { Reached } from '../answer.ts';
import { type Move, type State, stationaryLaw } from '../chains/stationary-law.ts';
import { ABOVE_ZERO, COUNT, fault, faultsOf, insist, NOT_NEGATIVE, refuse } from '../guard.ts';

export interface TandemStation {
  /** Mean of the exponential service time. */
  readonly serviceSeconds: number;
  readonly servers: number;
  /** Customers that may be here at once, in service, blocked and waiting; at least the servers. */
  readonly room: number;
}

export interface TandemAnswer extends Reached {
  /** Chance that an arrival finds the first room full and is lost. */
  readonly blockingProbability: number;
  readonly throughputPerSecond: number;
  readonly meanNumber: number;
  /** Of accepted customers, through all stations. */
  readonly meanResponseSeconds: number;
  readonly stations: readonly {
    readonly meanNumber: number;
    /** Servers that hold a served customer who cannot go on. */
    readonly meanBlockedServers: number;
    /** Working servers over servers. */
    readonly utilisation: number;
  }[];
}

/** Places in a state: customers at each station, then blocked servers at each station. */
const blockedAt = (count: number, station: number): number => count + station;

/** A place at `station` comes free: who is blocked before it moves up, which frees a place there, and so on. */
function moveUp(state: number[], count: number, station: number): void {
  state[station]! -= 1;
  const before = station - 1;
  if (before < 0 || state[blockedAt(count, before)] === 0) return;
  state[blockedAt(count, before)]! -= 1;
  state[station]! += 1;
  moveUp(state, count, before);
}

/** A service ends at `station`: out of the last one, into the next room, or blocked. */
function served(state: State, stations: readonly TandemStation[], station: number): State {
  const next = [...state];
  const following = stations[station + 1];
  if (following && next[station + 1] === following.room) {
    next[blockedAt(stations.length, station)]! += 1;
    return next;
  }
  if (following) next[station + 1]! += 1;
  moveUp(next, stations.length, station);
  return next;
}

const working = (state: State, stations: readonly TandemStation[], station: number): number =>
  Math.min(state[station]!, stations[station]!.servers) - state[blockedAt(stations.length, station)]!;

function movesFrom(state: State, arrivalRatePerSecond: number, stations: readonly TandemStation[]): Move[] {
  const arrival = state[0]! < stations[0]!.room ? arrivalRatePerSecond : 0;
  return [
    { to: [state[0]! + 1, ...state.slice(1)], ratePerSecond: arrival },
    ...stations.flatMap(({ serviceSeconds }, station) => {
      const busy = working(state, stations, station);
      return busy > 0 ? [{ to: served(state, stations, station), ratePerSecond: busy / serviceSeconds }] : [];
    }),
  ];
}

/**
 * Poisson arrivals, exponential service, blocking after service (transfer blocking), loss at the first room: the Markov chain
 * solved exactly (Perros, Queueing Networks with Blocking, 1994, ch. 2, for the mechanism; solution by `solveMarkovChain`).
 * @throws InputError on impossible figures, no station, or more than 1500 states, e.g. three stations with 10 places each.
 */
export function blockingTandem(arrivalRatePerSecond: number, stations: readonly TandemStation[]): TandemAnswer {
  insist('blockingTandem', { arrivalRatePerSecond }, { arrivalRatePerSecond: NOT_NEGATIVE });
  if (stations.length === 0) refuse([fault('blockingTandem.stations', stations, 'one station or more')]);
  refuse(
    stations.flatMap((station, index) => {
      const path = `blockingTandem.stations.${index}`;
      const faults = faultsOf(path, station, { serviceSeconds: ABOVE_ZERO, servers: COUNT, room: COUNT });
      const small = station.room < station.servers;
      return small ? [...faults, fault(`${path}.room`, station.room, 'the servers or more')] : faults;
    }),
  );
  const law = stationaryLaw(
    stations.flatMap(() => [0, 0]),
    (state) => movesFrom(state, arrivalRatePerSecond, stations),
  );
  const mean = (value: (state: State) => number): number =>
    law.reduce((sum, { state, probability }) => sum + probability * value(state), 0);
  const full = mean((state) => (state[0] === stations[0]!.room ? 1 : 0));
  const last = stations.length - 1;
  const throughputPerSecond = mean((state) => working(state, stations, last)) / stations[last]!.serviceSeconds;
  const meanNumber = mean((state) => state.slice(0, stations.length).reduce((sum, number) => sum + number, 0));
  return {
    exact: true,
    method: `Markov chain of ${law.length} states`,
    blockingProbability: full,
    throughputPerSecond,
    meanNumber,
    meanResponseSeconds:
      throughputPerSecond > 0
        ? meanNumber / throughputPerSecond
        : stations.reduce((sum, { serviceSeconds }) => sum + serviceSeconds, 0),
    stations: stations.map(({ servers }, station) => ({
      meanNumber: mean((state) => state[station]!),
      meanBlockedServers: mean((state) => state[blockedAt(stations.length, station)]!),
      utilisation: mean((state) => working(state, stations, station)) / servers,
    })),
  };
}
