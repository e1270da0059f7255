// Customers who come in batches to one server, first come first served.
import { mxg1 } from '../../../queueing/stations/mxg1.ts';
import type { DistributionSpec } from '../../distribution-spec.ts';
import { toDistribution } from '../../to-distribution.ts';
import type { Finding } from '../finding.ts';
import type { StationLoad } from '../station-load.ts';

/** M^X/G/1, for one class whose batches all come straight from outside. @param size customers in a batch. */
export function batches(
  { station, classes, ratePerSecond, service }: StationLoad,
  size: DistributionSpec,
): Finding | null {
  if (station.type !== 'queue' || station.servers > 1 || station.room !== undefined) return null;
  if (station.schedule || station.outages || classes.length > 1 || classes[0]!.patience !== undefined) return null;
  const { mean, secondMoment } = toDistribution(size);
  const { exact, method, meanWaitingSeconds, meanResponseSeconds } = mxg1({
    batchRatePerSecond: ratePerSecond / mean,
    meanBatchSize: mean,
    meanSquareBatchSize: secondMoment,
    service,
  });
  return { exact, method, classes: [{ waitingSeconds: meanWaitingSeconds, responseSeconds: meanResponseSeconds }] };
}
