// M/G/1 whose server goes away whenever nobody is there, e.g. a queue runner that scans on a timer.
import { answerOf, type StationAnswer } from '../answer.ts';
import { refuse } from '../guard.ts';
import { type Moments, momentFaults } from '../moments.ts';
import { insistOnSingleServer, mg1WaitingSeconds, type SingleServer } from './mg1.ts';

export interface VacationServer extends SingleServer {
  /** Time away. A server that comes back to nobody leaves again at once (multiple vacations). */
  readonly vacation: Moments;
}

/**
 * Wait of M/G/1 plus the mean rest of a vacation, E[V²]/(2E[V]) (Fuhrmann and Cooper, Operations Research 33, 1985; Doshi,
 * Queueing Systems 1, 1986).
 * @throws InputError on a negative rate or impossible moments.
 */
export function mg1Vacations(station: VacationServer): StationAnswer {
  insistOnSingleServer('mg1Vacations', station);
  const { arrivalRatePerSecond, service, vacation } = station;
  refuse(momentFaults('mg1Vacations.vacation', vacation));
  const rest = vacation.meanSquareSeconds2 / (2 * vacation.meanSeconds);
  const load = { arrivalRatePerSecond, serviceSeconds: service.meanSeconds, servers: 1 };
  return answerOf({ exact: true, method: 'M/G/1 with vacations' }, load, mg1WaitingSeconds(station) + rest);
}
