// What all stations have in common.

import type { TimeAverage } from '../stats/time-average.ts';
import type { Customer, VisitId } from './customer.ts';
import type { Law } from './laws.ts';
import type { VisitStatistics } from './visit-statistics.ts';

export interface Station {
  readonly name: string;
  /** Servers at present; Infinity where nobody waits for another. */
  readonly servers: number;
  /** Customers here, in service and waiting. */
  readonly present: number;
  readonly isFull: boolean;
  /** What is counted, by workload class. */
  readonly visits: readonly VisitStatistics[];

  /**
   * Somebody comes for `serviceSeconds` of one server.
   * @param cls workload class, an index. @param patienceSeconds leaves if service has not begun by then.
   * @returns false, and nothing else happens, when there is no room.
   */
  arrive(customer: Customer, serviceSeconds: number, cls?: number, patienceSeconds?: number): boolean;

  /** Ends a visit whose service is done, at a station that holds its customers. */
  leave(visit: VisitId): void;

  /** Calls `enter` once, in the order of asking, when there is room again. */
  whenRoom(enter: () => void): void;

  setServers(servers: number): void;

  /** Servers that serve a class, over time. */
  busy(cls: number): TimeAverage;

  /** Counting starts anew; who is here stays. */
  resetAt(now: number): void;

  /** @returns the first law that does not hold in any class, or null. */
  brokenLaw(now: number): Law | null;
}
