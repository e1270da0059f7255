// How much the HTTP host takes on. Generous for people at a planner, small enough that nobody can occupy the machine by accident.
import { availableParallelism } from 'node:os';
import { DOCUMENT_LIMITS } from '../../config/document.ts';

export interface HttpLimits {
  /** Requests a minute from one address: all of /api, and simulations among them. */
  readonly requestsPerMinute: number;
  readonly simulationsPerMinute: number;
  /** Bytes of a body: a sizing is five numbers, a scenario may bring a list of accounts. */
  readonly sizeBodyBytes: number;
  readonly simulateBodyBytes: number;
  /** Simulations at once, and how many requests may wait for a place. */
  readonly simulationsAtOnce: number;
  readonly simulationsWaiting: number;
  readonly simulationSeconds: number;
  readonly simulationHeapMib: number;
  /** Users × mails a user a day × simulated days × replications of one simulation. About 10 s a million, three times that when the server is overloaded. */
  readonly simulatedMails: number;
}

export const HTTP_LIMITS: HttpLimits = {
  requestsPerMinute: 600,
  simulationsPerMinute: 60,
  sizeBodyBytes: 16 * 1024,
  simulateBodyBytes: DOCUMENT_LIMITS.bytes,
  simulationsAtOnce: Math.max(1, availableParallelism() - 1),
  simulationsWaiting: 4,
  simulationSeconds: 60,
  simulationHeapMib: 2048,
  simulatedMails: 3_000_000,
};
