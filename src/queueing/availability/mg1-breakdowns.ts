// M/G/1 whose server breaks down and is repaired; an interrupted service goes on where it stopped.
import { answerOf, type StationAnswer } from '../answer.ts';
import { insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import { type Moments, momentFaults } from '../moments.ts';
import { insistOnSingleServer, mg1WaitingSeconds, type SingleServer } from '../stations/mg1.ts';

export interface BreakingServer extends SingleServer {
  /** Failures in a second of a server that could fail: 1 / mean time to failure. */
  readonly failureRatePerSecond: number;
  readonly repair: Moments;
  /** Whether an idle server can fail, too (a node), or only one at work (a job that crashes). */
  readonly failsWhenIdle: boolean;
}

export interface BreakdownAnswer extends StationAnswer {
  /** Service with the repairs inside it. */
  readonly meanCompletionSeconds: number;
}

/**
 * M/G/1 with completion times C, E[C] = E[S](1+ξE[D]), E[C²] = E[S²](1+ξE[D])² + ξE[S]E[D²] (Gaver, JRSS B 24, 1962); failing
 * when idle adds the mean rest of a repair that is found at an idle server, ξE[D²]/(2(1+ξE[D])) (Avi-Itzhak and Naor,
 * Operations Research 11, 1963). Utilisation is the share of time with a customer in service or stuck in a repair. Response is
 * wait and completion; waiting is what goes beyond the customer's own service, his repairs included.
 * @throws InputError on a negative rate or impossible moments.
 */
export function mg1Breakdowns(station: BreakingServer): BreakdownAnswer {
  const { arrivalRatePerSecond, service, failureRatePerSecond, repair, failsWhenIdle } = station;
  insistOnSingleServer('mg1Breakdowns', station);
  insist('mg1Breakdowns', { failureRatePerSecond }, { failureRatePerSecond: NOT_NEGATIVE });
  refuse(momentFaults('mg1Breakdowns.repair', repair));
  const stretch = 1 + failureRatePerSecond * repair.meanSeconds;
  const completion: Moments = {
    meanSeconds: service.meanSeconds * stretch,
    meanSquareSeconds2:
      service.meanSquareSeconds2 * stretch ** 2 +
      failureRatePerSecond * service.meanSeconds * repair.meanSquareSeconds2,
  };
  const rest = failsWhenIdle ? (failureRatePerSecond * repair.meanSquareSeconds2) / (2 * stretch) : 0;
  const waiting = mg1WaitingSeconds({ arrivalRatePerSecond, service: completion }) + rest;
  const load = { arrivalRatePerSecond, serviceSeconds: completion.meanSeconds, servers: 1 };
  const answer = answerOf({ exact: true, method: 'M/G/1 with breakdowns' }, load, waiting);
  const stuck = completion.meanSeconds - service.meanSeconds;
  return {
    ...answer,
    meanWaitingSeconds: answer.meanWaitingSeconds + stuck,
    meanQueueLength: answer.meanQueueLength + answer.throughputPerSecond * stuck,
    meanCompletionSeconds: completion.meanSeconds,
  };
}
