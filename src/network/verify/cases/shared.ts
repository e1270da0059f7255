// Service that is shared, interrupted by the newest, or given to several classes in turn.
import { exponentialMoments } from '../../../queueing/moments.ts';
import { mg1 } from '../../../queueing/stations/mg1.ts';
import { mg1LcfsPr } from '../../../queueing/stations/mg1-lcfs-pr.ts';
import { mg1Ps } from '../../../queueing/stations/mg1-ps.ts';
import { mgcPs } from '../../../queueing/stations/mgc-ps.ts';
import { atStation, type Case } from '../case.ts';
import { alone, BURSTY_SERVICE, exponential, jobs, LOGNORMAL_SERVICE, poisson } from '../describe.ts';

const shared = mg1Ps({ arrivalRatePerSecond: 0.8, serviceSeconds: 1 });
const stacked = mg1LcfsPr({ arrivalRatePerSecond: 0.8, service: exponentialMoments(1) });
/** Two classes on four cores: 1.6 / s of 0.5 s and 0.8 / s of 3 s. */
const cores = mgcPs({ arrivalRatePerSecond: 2.4, serviceSeconds: 3.2 / 2.4, servers: 4 });
const slowdown = cores.meanResponseSeconds / (3.2 / 2.4);

/** 0.4 / s of a constant 1 s and 0.1 / s of an exponential 4 s. */
const mixed = mg1({
  arrivalRatePerSecond: 0.5,
  service: { meanSeconds: 0.8 * 1 + 0.2 * 4, meanSquareSeconds2: 0.8 * 1 + 0.2 * 32 },
});

const high = { cls: 'high' };
const low = { cls: 'low' };

export const SHARED: readonly Case[] = [
  {
    model: 'M/G/1 of two classes',
    slow: true,
    network: alone(
      { type: 'queue' },
      {
        high: { ...poisson(0.4), service: 1 },
        low: { ...poisson(0.1), service: exponential(4) },
      },
    ),
    lengthSeconds: 150_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', mixed.meanWaitingSeconds, high),
      atStation('station', 'meanResponseSeconds', mixed.meanWaitingSeconds + 4, low),
    ],
  },
  ...(
    [
      ['constant', 1, 'md1-0.8 W_PS'],
      ['exponential', exponential(1), 'mm1ps-0.8 W'],
      ['hyperexponential', BURSTY_SERVICE, 'mh2-0.8 W_PS'],
      ['lognormal', LOGNORMAL_SERVICE, 'mlogn-0.8 W_PS'],
    ] as const
  ).map(
    ([law, service, truth]): Case => ({
      model: `M/G/1 shared, ${law}`,
      ...(law === 'constant' || law === 'exponential' ? {} : { slow: true }),
      network: jobs({ type: 'sharing' }, 0.8, service),
      lengthSeconds: 80_000,
      warmUpSeconds: 500,
      claims: [atStation('station', 'meanResponseSeconds', shared.meanResponseSeconds, { truth })],
    }),
  ),
  {
    model: 'M/G/4 shared, two classes',
    slow: true,
    network: alone(
      { type: 'sharing', servers: 4 },
      {
        high: { ...poisson(1.6), service: { type: 'uniform', low: 0, high: 1 } },
        low: { ...poisson(0.8), service: { type: 'lognormal', mean: 3, squaredVariation: 2 } },
      },
    ),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanResponseSeconds', 0.5 * slowdown, high),
      atStation('station', 'meanWaitingSeconds', 3 * (slowdown - 1), low),
      atStation('station', 'utilisation', 0.6, low),
    ],
  },
  ...(
    [
      ['constant', 1, 'md1-0.8 W_LCFS_PR'],
      ['hyperexponential', BURSTY_SERVICE, 'mh2-0.8 W_LCFS_PR'],
    ] as const
  ).map(
    ([law, service, truth]): Case => ({
      model: `M/G/1 newest first, preemptive, ${law}`,
      ...(law === 'constant' ? {} : { slow: true }),
      network: jobs({ type: 'priority', preemptive: true, order: 'lcfs' }, 0.8, service),
      lengthSeconds: 80_000,
      warmUpSeconds: 500,
      claims: [
        atStation('station', 'meanResponseSeconds', stacked.meanResponseSeconds, { truth }),
        atStation('station', 'meanNumber', stacked.meanNumber),
      ],
    }),
  ),
];
