// Arrivals with independent gaps of any law, first come first served: GI/M/1, else G/G/c.
import type { Reached } from '../../../queueing/answer.ts';
import { squaredVariationOf } from '../../../queueing/moments.ts';
import type { Quantiles } from '../../../queueing/quantiles.ts';
import { ggc } from '../../../queueing/stations/ggc.ts';
import { gim1 } from '../../../queueing/stations/gim1.ts';
import {
  deterministicLaw,
  erlangLaw,
  hyperexponentialLaw,
  type InterarrivalLaw,
} from '../../../queueing/stations/interarrival-laws.ts';
import type { DistributionSpec } from '../../distribution-spec.ts';
import type { Finding } from '../finding.ts';
import { lawOf } from '../law.ts';
import type { StationLoad } from '../station-load.ts';

/** The law of the gaps in the form that GI/M/1 asks for; null where it has no simple transform. */
function interarrivalLaw(gaps: DistributionSpec): InterarrivalLaw | null {
  if (typeof gaps === 'number') return deterministicLaw(gaps);
  if (gaps.type === 'deterministic') return deterministicLaw(gaps.value);
  if (gaps.type === 'erlang') return erlangLaw(gaps.phases, gaps.mean);
  if (gaps.type !== 'hyperexponential') return null;
  const total = gaps.branches.reduce((sum, { probability }) => sum + probability, 0);
  return hyperexponentialLaw(
    gaps.branches.map(({ probability, mean }) => ({ probability: probability / total, meanSeconds: mean })),
  );
}

/** One class that comes straight from outside. */
export function renewal(
  { station, classes, ratePerSecond, service }: StationLoad,
  gaps: DistributionSpec,
): Finding | null {
  if (station.type !== 'queue' || station.room !== undefined || station.schedule || station.outages) return null;
  const [own] = classes;
  if (own === undefined || classes.length > 1 || own.patience !== undefined) return null;
  const { servers } = station;
  const interarrival = servers === 1 && own.service.kind === 'exponential' ? interarrivalLaw(gaps) : null;
  const answer: Reached & { meanWaitingSeconds: number; responseQuantilesSeconds?: Quantiles } = interarrival
    ? gim1({ interarrival, serviceSeconds: service.meanSeconds })
    : ggc({
        arrivalRatePerSecond: ratePerSecond,
        arrivalSquaredVariation: squaredVariationOf(lawOf(gaps)),
        service,
        servers,
      });
  const { exact, method, meanWaitingSeconds: waitingSeconds, responseQuantilesSeconds } = answer;
  return {
    exact,
    method,
    classes: [{ waitingSeconds, responseSeconds: waitingSeconds + service.meanSeconds }],
    ...(responseQuantilesSeconds ? { responseQuantilesSeconds } : {}),
  };
}
