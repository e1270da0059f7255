// How often do the intervals of short M/M/1 runs hold the truth? An interval of 95 % has to in 95 of 100 experiments, no more and no less.
import { mm1 } from '../../queueing/stations/mm1.ts';
import { type Coverage, coverage } from '../../stats/coverage.ts';
import type { Interval } from '../../stats/interval.ts';
import { networkSchema } from '../schema.ts';
import { simulateNetwork } from '../simulate-network.ts';

const ARRIVAL_RATE = 0.5;
/** Of the interval of the share itself: a test must not fail by chance. */
const SHARE_LEVEL = 0.999;

/**
 * @param experiments each of ten replications of 2,000 s with seeds of its own. @param level of the intervals.
 * @returns the share that held the exact mean number of customers, with its own interval.
 */
export function intervalCoverage(experiments: number, level = 0.95): Coverage {
  const intervals = Array.from({ length: experiments }, (_, experiment): Interval => {
    const network = networkSchema.parse({
      plimsoll: 1,
      kind: 'network',
      name: 'mm1',
      stations: [{ name: 'server', type: 'queue' }],
      classes: [
        {
          name: 'jobs',
          arrivals: { process: 'poisson', ratePerSecond: ARRIVAL_RATE },
          route: { in: 'server', server: 'out' },
          serviceSeconds: { server: { type: 'exponential', mean: 1 } },
        },
      ],
      run: {
        seed: `coverage ${experiment}`,
        lengthSeconds: 2000,
        warmUpSeconds: 100,
        replications: 10,
        confidence: level,
      },
    });
    return simulateNetwork(network).stations[0]!.meanNumber;
  });
  return coverage(intervals, mm1({ arrivalRatePerSecond: ARRIVAL_RATE, serviceSeconds: 1 }).meanNumber, SHARE_LEVEL);
}
