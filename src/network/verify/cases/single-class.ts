// One class at one station with endless room.
import {
  deterministicMoments,
  exponentialMoments,
  hyperexponentialMoments,
  lognormalMoments,
} from '../../../queueing/moments.ts';
import { gim1 } from '../../../queueing/stations/gim1.ts';
import { deterministicLaw, erlangLaw, hyperexponentialLaw } from '../../../queueing/stations/interarrival-laws.ts';
import { mdc } from '../../../queueing/stations/mdc.ts';
import { mg1 } from '../../../queueing/stations/mg1.ts';
import { mm1 } from '../../../queueing/stations/mm1.ts';
import { mmc } from '../../../queueing/stations/mmc.ts';
import { mxg1 } from '../../../queueing/stations/mxg1.ts';
import type { DistributionSpec } from '../../distribution-spec.ts';
import { atStation, type Case, ofClass } from '../case.ts';
import { alone, BURSTY_SERVICE, exponential, jobs, LOGNORMAL_SERVICE } from '../describe.ts';

const QUEUE = { type: 'queue' } as const;
const two = (servers: number) => ({ type: 'queue', servers }) as const;

const half = mm1({ arrivalRatePerSecond: 0.5, serviceSeconds: 1 });
const busy = mm1({ arrivalRatePerSecond: 0.9, serviceSeconds: 1 });
const pair = mmc({ arrivalRatePerSecond: 1.6, serviceSeconds: 1, servers: 2 });
const eight = mmc({ arrivalRatePerSecond: 7, serviceSeconds: 1, servers: 8 });
const constantPair = mdc({ arrivalRatePerSecond: 1.6, serviceSeconds: 1, servers: 2 });
const H2_BRANCHES = [
  { probability: 0.9, meanSeconds: 1 / 2 },
  { probability: 0.1, meanSeconds: 11 / 2 },
];
const general = (service: Parameters<typeof mg1>[0]['service']) => mg1({ arrivalRatePerSecond: 0.8, service });
const constant = general(deterministicMoments(1));
const bursty = general(hyperexponentialMoments(H2_BRANCHES));
const lognormal = general(lognormalMoments(1, 4));

const metronome = gim1({ interarrival: deterministicLaw(1.25), serviceSeconds: 1 });
const smooth = gim1({ interarrival: erlangLaw(3, 1.25), serviceSeconds: 1 });
const rough = gim1({
  interarrival: hyperexponentialLaw([
    { probability: 0.9, meanSeconds: 1 / 1.6 },
    { probability: 0.1, meanSeconds: 11 / 1.6 },
  ]),
  serviceSeconds: 1,
});
const roughGaps: DistributionSpec = {
  type: 'hyperexponential',
  branches: [
    { probability: 0.9, mean: 1 / 1.6 },
    { probability: 0.1, mean: 11 / 1.6 },
  ],
};

/** A geometric number with mean 4, as far as it has any chance. */
const GEOMETRIC = Array.from({ length: 150 }, (_, index) => index + 1);
let chance = 0.25 / 0.75;
const GEOMETRIC_CHANCES = GEOMETRIC.map(() => {
  chance *= 0.75;
  return chance;
});
const geometric = mxg1({
  batchRatePerSecond: 0.2,
  meanBatchSize: 4,
  meanSquareBatchSize: 28,
  service: exponentialMoments(1),
});
const boxes = mxg1({
  batchRatePerSecond: 0.25,
  meanBatchSize: 3,
  meanSquareBatchSize: 9,
  service: deterministicMoments(1),
});

export const SINGLE_CLASS: readonly Case[] = [
  {
    model: 'M/M/1, ρ 0.5',
    network: jobs(QUEUE, 0.5, exponential(1)),
    lengthSeconds: 60_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'utilisation', half.utilisation, { truth: 'mm1-0.5-1 rho' }),
      atStation('station', 'meanNumber', half.meanNumber, { truth: 'mm1-0.5-1 L' }),
      atStation('station', 'meanQueueLength', half.meanQueueLength, { truth: 'mm1-0.5-1 Lq' }),
      ofClass('medianResponseSeconds', half.responseQuantilesSeconds.p50, { truth: 'mm1-0.5-1 W_p50' }),
      ofClass('p95ResponseSeconds', half.responseQuantilesSeconds.p95, { truth: 'mm1-0.5-1 W_p95' }),
      ofClass('p99ResponseSeconds', half.responseQuantilesSeconds.p99, { truth: 'mm1-0.5-1 W_p99' }),
    ],
  },
  {
    model: 'M/M/1, ρ 0.9',
    slow: true,
    network: jobs(QUEUE, 0.9, exponential(1)),
    lengthSeconds: 60_000,
    warmUpSeconds: 2000,
    claims: [
      atStation('station', 'utilisation', busy.utilisation, { truth: 'mm1-0.9-1 rho' }),
      atStation('station', 'meanWaitingSeconds', busy.meanWaitingSeconds, { truth: 'mm1-0.9-1 Wq' }),
      ofClass('meanResponseSeconds', busy.meanResponseSeconds, { truth: 'mm1-0.9-1 W' }),
      ofClass('p95ResponseSeconds', busy.responseQuantilesSeconds.p95, { truth: 'mm1-0.9-1 W_p95' }),
    ],
  },
  {
    model: 'M/M/2',
    network: jobs(two(2), 1.6, exponential(1)),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', pair.meanWaitingSeconds, { truth: 'mmc-2-1.6 Wq' }),
      atStation('station', 'meanNumber', pair.meanNumber, { truth: 'mmc-2-1.6 L' }),
      ofClass('p95ResponseSeconds', pair.responseQuantilesSeconds.p95),
    ],
  },
  {
    model: 'M/M/8',
    network: jobs(two(8), 7, exponential(1)),
    lengthSeconds: 20_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'utilisation', eight.utilisation, { truth: 'mmc-8-7 rho' }),
      atStation('station', 'meanWaitingSeconds', eight.meanWaitingSeconds, { truth: 'mmc-8-7 Wq' }),
      atStation('station', 'meanQueueLength', eight.meanQueueLength, { truth: 'mmc-8-7 Lq' }),
    ],
  },
  {
    model: 'M/D/2',
    network: jobs(two(2), 1.6, 1),
    lengthSeconds: 20_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', constantPair.meanWaitingSeconds, { truth: 'mdc-2-0.8 Wq' }),
      atStation('station', 'meanNumber', constantPair.meanNumber, { truth: 'mdc-2-0.8 L' }),
    ],
  },
  {
    model: 'M/D/1',
    network: jobs(QUEUE, 0.8, 1),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', constant.meanWaitingSeconds, { truth: 'md1-0.8 Wq' }),
      atStation('station', 'meanNumber', constant.meanNumber, { truth: 'md1-0.8 L' }),
    ],
  },
  {
    model: 'M/G/1, hyperexponential',
    slow: true,
    network: jobs(QUEUE, 0.8, BURSTY_SERVICE),
    lengthSeconds: 150_000,
    warmUpSeconds: 2000,
    claims: [
      atStation('station', 'meanWaitingSeconds', bursty.meanWaitingSeconds, { truth: 'mh2-0.8 Wq' }),
      atStation('station', 'meanNumber', bursty.meanNumber, { truth: 'mh2-0.8 L' }),
    ],
  },
  {
    model: 'M/G/1, lognormal',
    slow: true,
    network: jobs(QUEUE, 0.8, LOGNORMAL_SERVICE),
    lengthSeconds: 150_000,
    warmUpSeconds: 2000,
    claims: [
      atStation('station', 'meanWaitingSeconds', lognormal.meanWaitingSeconds, { truth: 'mlogn-0.8 Wq' }),
      ofClass('meanResponseSeconds', lognormal.meanResponseSeconds, { truth: 'mlogn-0.8 W' }),
    ],
  },
  {
    model: 'D/M/1',
    network: alone(QUEUE, { jobs: { arrivals: { process: 'renewal', gapSeconds: 1.25 }, service: exponential(1) } }),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', metronome.meanWaitingSeconds),
      ofClass('p95ResponseSeconds', metronome.responseQuantilesSeconds.p95),
    ],
  },
  {
    model: 'E3/M/1',
    network: alone(QUEUE, {
      jobs: {
        arrivals: { process: 'renewal', gapSeconds: { type: 'erlang', phases: 3, mean: 1.25 } },
        service: exponential(1),
      },
    }),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [atStation('station', 'meanWaitingSeconds', smooth.meanWaitingSeconds)],
  },
  {
    model: 'H2/M/1',
    slow: true,
    network: alone(QUEUE, {
      jobs: { arrivals: { process: 'renewal', gapSeconds: roughGaps }, service: exponential(1) },
    }),
    lengthSeconds: 200_000,
    warmUpSeconds: 2000,
    claims: [
      atStation('station', 'meanWaitingSeconds', rough.meanWaitingSeconds, { truth: 'h2m1-0.8 Wq' }),
      atStation('station', 'meanNumber', rough.meanNumber, { truth: 'h2m1-0.8 L' }),
      ofClass('p99ResponseSeconds', rough.responseQuantilesSeconds.p99, { truth: 'h2m1-0.8 W_p99' }),
    ],
  },
  {
    model: 'M^X/M/1, geometric batches',
    slow: true,
    network: jobs(QUEUE, 0.2, exponential(1), {
      batchSize: { type: 'empirical', values: GEOMETRIC, weights: GEOMETRIC_CHANCES },
    }),
    lengthSeconds: 100_000,
    warmUpSeconds: 2000,
    claims: [
      atStation('station', 'meanNumber', geometric.meanNumber, { truth: 'mxm1-geom4 L' }),
      ofClass('meanResponseSeconds', geometric.meanResponseSeconds, { truth: 'mxm1-geom4 W' }),
    ],
  },
  {
    model: 'M^X/D/1, batches of 3',
    network: jobs(QUEUE, 0.25, 1, { batchSize: 3 }),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [atStation('station', 'meanWaitingSeconds', boxes.meanWaitingSeconds)],
  },
];
