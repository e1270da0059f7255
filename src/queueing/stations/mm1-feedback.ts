// M/M/1 whose customers come back to the end of the queue with a fixed chance, as a retry does.
import type { Load, StationAnswer } from '../answer.ts';
import { fault, insist, refuse, SHARE } from '../guard.ts';
import { mm1 } from './mm1.ts';

export interface FeedbackLoad extends Omit<Load, 'servers'> {
  /** Chance that a customer, once served, joins the queue again; below 1. */
  readonly returnProbability: number;
}

export interface FeedbackAnswer extends StationAnswer {
  /** Mean visits of a customer. */
  readonly visits: number;
}

/**
 * M/M/1 at the rate γ = λ/(1 − p) of visits; the arrivals of visits are no Poisson process, but the number is as if they were
 * (Jackson, Operations Research 5, 1957; Kleinrock, Queueing Systems, vol. 1, 1975, section 4.8). Throughput is of customers
 * that leave for good; waiting and response are over all visits of a customer.
 * @throws InputError on a negative rate, a service time that is not above 0, a chance outside 0 ≤ p < 1.
 */
export function mm1Feedback({ arrivalRatePerSecond, serviceSeconds, returnProbability }: FeedbackLoad): FeedbackAnswer {
  insist('mm1Feedback', { returnProbability }, { returnProbability: SHARE });
  if (returnProbability === 1) refuse([fault('mm1Feedback.returnProbability', 1, 'below 1')]);
  const visits = 1 / (1 - returnProbability);
  const answer = mm1({ arrivalRatePerSecond: arrivalRatePerSecond * visits, serviceSeconds });
  return {
    exact: true,
    method: 'M/M/1 with feedback',
    stable: answer.stable,
    utilisation: answer.utilisation,
    throughputPerSecond: answer.throughputPerSecond / visits,
    meanWaitingSeconds: answer.meanWaitingSeconds * visits,
    meanResponseSeconds: answer.meanResponseSeconds * visits,
    meanNumber: answer.meanNumber,
    meanQueueLength: answer.meanQueueLength,
    visits,
  };
}
