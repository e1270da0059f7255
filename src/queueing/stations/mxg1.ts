// M^X/G/1: customers come in batches, as a message with many recipients does. First come first served.
import { answerOf, type StationAnswer } from '../answer.ts';
import { fault, insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import { type Moments, momentFaults } from '../moments.ts';
import { mg1WaitingSeconds } from './mg1.ts';

export interface BatchArrivals {
  readonly batchRatePerSecond: number;
  /** Mean and mean square of the size of a batch; a size is 1 or more. */
  readonly meanBatchSize: number;
  readonly meanSquareBatchSize: number;
  /** Of one customer. Exponential moments make it M^X/M/1. */
  readonly service: Moments;
}

/**
 * Wait of M/G/1 at the rate of customers, plus the wait behind one's own batch E[X(X−1)]E[S] / (2E[X](1−ρ)) (Gaver, Annals of
 * Mathematical Statistics 30, 1959; Burke, Operations Research 23, 1975; Gross and Harris, Fundamentals of Queueing
 * Theory, section 3.1, for exponential service). Means are per customer, not per batch.
 * @throws InputError on a negative rate, a size below 1, impossible moments.
 */
export function mxg1(station: BatchArrivals): StationAnswer {
  const { batchRatePerSecond, meanBatchSize, meanSquareBatchSize, service } = station;
  insist('mxg1', { batchRatePerSecond }, { batchRatePerSecond: NOT_NEGATIVE });
  refuse([
    ...(meanBatchSize >= 1 ? [] : [fault('mxg1.meanBatchSize', meanBatchSize, '1 or more')]),
    ...(meanSquareBatchSize >= meanBatchSize ** 2 * (1 - 1e-12)
      ? []
      : [fault('mxg1.meanSquareBatchSize', meanSquareBatchSize, 'the squared mean or more')]),
    ...momentFaults('mxg1.service', service),
  ]);
  const serviceSeconds = service.meanSeconds;
  const load = { arrivalRatePerSecond: batchRatePerSecond * meanBatchSize, serviceSeconds, servers: 1 };
  const idle = 1 - load.arrivalRatePerSecond * serviceSeconds;
  const ownBatch = ((meanSquareBatchSize / meanBatchSize - 1) * serviceSeconds) / (2 * idle);
  return answerOf(
    { exact: true, method: 'M^X/G/1' },
    load,
    mg1WaitingSeconds({ arrivalRatePerSecond: load.arrivalRatePerSecond, service }) + ownBatch,
  );
}
