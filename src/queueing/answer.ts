// What every station answers, so that the answers of different models stand in one table. Knows no model.

/** How an answer was reached: an approximation always says so. */
export interface Reached {
  readonly exact: boolean;
  /** The formula's name, for a column of a table, e.g. `Allen–Cunneen`. */
  readonly method: string;
}

/**
 * The stationary means of a station. A station that cannot carry its load is an answer too: `stable` is false, waiting,
 * response and numbers are `Infinity` (they grow without end), throughput is what its servers can do, and `utilisation` keeps
 * the offered load per server, 1 or more, so that a table shows by how much it is too small.
 */
export interface StationAnswer extends Reached {
  readonly stable: boolean;
  /** Busy servers over servers. */
  readonly utilisation: number;
  /** Customers served in a second. */
  readonly throughputPerSecond: number;
  /** Response beyond a customer's own service; under processor sharing too, where nobody stands in line. */
  readonly meanWaitingSeconds: number;
  readonly meanResponseSeconds: number;
  /** In the station, and the part of it that `meanWaitingSeconds` accounts for: throughput × time, by Little's law. */
  readonly meanNumber: number;
  readonly meanQueueLength: number;
}

/** What is offered to a station of one kind of customer. */
export interface Load {
  readonly arrivalRatePerSecond: number;
  /** Mean service time. */
  readonly serviceSeconds: number;
  /** Equal servers. */
  readonly servers: number;
}

/** As the `free` of a load that its room or its population limits: nothing can be too much. */
export const ALWAYS_STABLE = Number.POSITIVE_INFINITY;

/**
 * Completes an answer from the mean waiting time by the utilisation law and Little's law (Little, Operations Research 9, 1961).
 * @param free the share of the servers that is there for this load, 1 unless others go before it; 0 or less means none.
 */
export function answerOf<How extends Reached>(
  how: How,
  load: Load,
  waitingSeconds: number,
  free = 1,
): How & StationAnswer {
  const { arrivalRatePerSecond, serviceSeconds, servers } = load;
  const utilisation = (arrivalRatePerSecond * serviceSeconds) / servers;
  // As a difference, so that the verdict is the one that a formula with 1 − ρ in it has come to.
  const stable = free - utilisation > 0;
  const meanWaitingSeconds = stable ? waitingSeconds : Number.POSITIVE_INFINITY;
  const meanResponseSeconds = serviceSeconds + meanWaitingSeconds;
  return {
    ...how,
    stable,
    utilisation,
    throughputPerSecond: stable ? arrivalRatePerSecond : (Math.max(free, 0) * servers) / serviceSeconds,
    meanWaitingSeconds,
    meanResponseSeconds,
    meanNumber: stable ? arrivalRatePerSecond * meanResponseSeconds : Number.POSITIVE_INFINITY,
    meanQueueLength: stable ? arrivalRatePerSecond * meanWaitingSeconds : Number.POSITIVE_INFINITY,
  };
}
