// Classes of different priority, and a server that goes away when nobody is there.
import { mmcPriorities } from '../../../queueing/classes/mmc-priorities.ts';
import { nonPreemptive } from '../../../queueing/classes/non-preemptive.ts';
import { preemptiveResume } from '../../../queueing/classes/preemptive-resume.ts';
import { deterministicMoments, exponentialMoments, hyperexponentialMoments } from '../../../queueing/moments.ts';
import { mg1Vacations } from '../../../queueing/stations/mg1-vacations.ts';
import type { DistributionSpec } from '../../distribution-spec.ts';
import { atStation, type Case, ofClass } from '../case.ts';
import { alone, exponential, poisson } from '../describe.ts';

const alike = [0.3, 0.5].map((arrivalRatePerSecond) => ({ arrivalRatePerSecond, service: exponentialMoments(1) }));
const patient = nonPreemptive(alike);
const pushy = preemptiveResume(alike);
const short = { arrivalRatePerSecond: 0.6, service: deterministicMoments(0.5) };
const long = {
  arrivalRatePerSecond: 0.2,
  service: hyperexponentialMoments([
    { probability: 0.5, meanSeconds: 1 },
    { probability: 0.5, meanSeconds: 4 },
  ]),
};
const LONG: DistributionSpec = {
  type: 'hyperexponential',
  branches: [
    { probability: 0.5, mean: 1 },
    { probability: 0.5, mean: 4 },
  ],
};
const [shortFirst, longThen] = nonPreemptive([short, long]);
const [shortAtOnce, longAfter] = preemptiveResume([short, long]);
const manyLoad = { arrivalRatesPerSecond: [1, 1.5], serviceSeconds: 1, servers: 3 };
const [highMany, lowMany] = mmcPriorities({ ...manyLoad, preemptive: false });
const [highPush, lowPush] = mmcPriorities({ ...manyLoad, preemptive: true });
/** Two classes of one number below one above. */
const equals = { arrivalRatePerSecond: 0.5, service: { meanSeconds: 1.2, meanSquareSeconds2: 0.8 * 1.5 + 0.2 * 6 } };
const [, level] = nonPreemptive([{ arrivalRatePerSecond: 0.2, service: deterministicMoments(1) }, equals]);
const away = mg1Vacations({
  arrivalRatePerSecond: 0.7,
  service: exponentialMoments(1),
  vacation: deterministicMoments(5),
});

const high = { cls: 'high' };
const low = { cls: 'low' };
const PRIORITY = { type: 'priority' } as const;
const PREEMPTIVE = { type: 'priority', preemptive: true } as const;
const twoAlike = {
  high: { ...poisson(0.3), priority: 0, service: exponential(1) },
  low: { ...poisson(0.5), priority: 1, service: exponential(1) },
};
const twoUnlike = {
  high: { ...poisson(0.6), priority: 0, service: 0.5 },
  low: { ...poisson(0.2), priority: 1, service: LONG },
};
const onThree = {
  high: { ...poisson(1), priority: 0, service: exponential(1) },
  low: { ...poisson(1.5), priority: 1, service: exponential(1) },
};

export const PRIORITIES: readonly Case[] = [
  {
    model: 'M/M/1 priorities',
    network: alone(PRIORITY, twoAlike),
    lengthSeconds: 60_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', patient[0]!.meanWaitingSeconds, {
        ...high,
        truth: 'prio2-exp Wq_nonpreemptive.0',
      }),
      atStation('station', 'meanWaitingSeconds', patient[1]!.meanWaitingSeconds, {
        ...low,
        truth: 'prio2-exp Wq_nonpreemptive.1',
      }),
    ],
  },
  {
    model: 'M/M/1 preemptive priorities',
    network: alone(PREEMPTIVE, twoAlike),
    lengthSeconds: 60_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanResponseSeconds', pushy[0]!.meanResponseSeconds, {
        ...high,
        truth: 'prio2-exp W_preemptiveResume.0',
      }),
      atStation('station', 'meanResponseSeconds', pushy[1]!.meanResponseSeconds, {
        ...low,
        truth: 'prio2-exp W_preemptiveResume.1',
      }),
    ],
  },
  {
    model: 'M/G/1 priorities',
    slow: true,
    network: alone(PRIORITY, twoUnlike),
    lengthSeconds: 150_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', shortFirst!.meanWaitingSeconds, high),
      atStation('station', 'meanWaitingSeconds', longThen!.meanWaitingSeconds, low),
    ],
  },
  {
    model: 'M/G/1 preemptive priorities',
    slow: true,
    network: alone(PREEMPTIVE, twoUnlike),
    lengthSeconds: 150_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanResponseSeconds', shortAtOnce!.meanResponseSeconds, high),
      atStation('station', 'meanWaitingSeconds', longAfter!.meanWaitingSeconds, low),
      atStation('station', 'meanResponseSeconds', longAfter!.meanResponseSeconds, low),
    ],
  },
  {
    model: 'M/G/1 priorities, two classes equal',
    slow: true,
    network: alone(PRIORITY, {
      high: { ...poisson(0.2), priority: 0, service: 1 },
      low: { ...poisson(0.4), priority: 3, service: { type: 'erlang', phases: 2, mean: 1 } },
      lower: { ...poisson(0.1), priority: 3, service: { type: 'erlang', phases: 2, mean: 2 } },
    }),
    lengthSeconds: 100_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', level!.meanWaitingSeconds, low),
      atStation('station', 'meanResponseSeconds', level!.meanWaitingSeconds + 2, { cls: 'lower' }),
    ],
  },
  {
    model: 'M/M/3 priorities',
    network: alone({ ...PRIORITY, servers: 3 }, onThree),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', highMany!.meanWaitingSeconds, high),
      atStation('station', 'meanWaitingSeconds', lowMany!.meanWaitingSeconds, low),
    ],
  },
  {
    model: 'M/M/3 preemptive priorities',
    network: alone({ ...PREEMPTIVE, servers: 3 }, onThree),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanResponseSeconds', highPush!.meanResponseSeconds, high),
      atStation('station', 'meanNumber', lowPush!.meanNumber, low),
    ],
  },
  {
    // The vacation is a customer of lower priority who comes back at once: the server goes away whenever nobody is there.
    model: 'M/M/1 with vacations',
    network: {
      stations: [{ name: 'station', type: 'priority' }],
      classes: [
        {
          name: 'jobs',
          ...poisson(0.7),
          route: { in: 'station', station: 'out' },
          serviceSeconds: { station: exponential(1) },
        },
        {
          name: 'vacation',
          priority: 9,
          population: 1,
          route: { in: 'station', station: 'station' },
          serviceSeconds: { station: 5 },
        },
      ],
    },
    lengthSeconds: 100_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', away.meanWaitingSeconds, { truth: 'mm1-vac Wq' }),
      ofClass('meanResponseSeconds', away.meanResponseSeconds, { truth: 'mm1-vac W' }),
    ],
  },
];
