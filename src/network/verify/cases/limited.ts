// Stations that limit who comes in or how long they wait, and a server that breaks down.
import { mg1Breakdowns } from '../../../queueing/availability/mg1-breakdowns.ts';
import { erlangMoments, exponentialMoments } from '../../../queueing/moments.ts';
import { erlangA } from '../../../queueing/stations/erlang-a.ts';
import { mgcc } from '../../../queueing/stations/mgcc.ts';
import { mmcTimeout } from '../../../queueing/stations/mmc-timeout.ts';
import { mmck } from '../../../queueing/stations/mmck.ts';
import { atStation, type Case, ofClass } from '../case.ts';
import { BURSTY_SERVICE, exponential, jobs, LOGNORMAL_SERVICE } from '../describe.ts';

const ten = mgcc({ arrivalRatePerSecond: 8, serviceSeconds: 1, servers: 10 });
const hundred = mgcc({ arrivalRatePerSecond: 90, serviceSeconds: 1, servers: 100 });
const narrow = mmck({ arrivalRatePerSecond: 0.9, serviceSeconds: 1, servers: 1, room: 10 });
const wide = mmck({ arrivalRatePerSecond: 7, serviceSeconds: 1, servers: 8, room: 16 });
const callers = erlangA({ arrivalRatePerSecond: 7, serviceSeconds: 1, servers: 8, patienceSeconds: 2 });
const timeOut = mmcTimeout({ arrivalRatePerSecond: 2, serviceSeconds: 1, servers: 2, patienceSeconds: 1.5 });
const breaking = mg1Breakdowns({
  arrivalRatePerSecond: 0.5,
  service: erlangMoments(2, 1),
  failureRatePerSecond: 0.05,
  repair: exponentialMoments(4),
  failsWhenIdle: true,
});

export const LIMITED: readonly Case[] = [
  {
    model: 'M/G/10/10, lognormal (Erlang B)',
    network: jobs({ type: 'queue', servers: 10, room: 10 }, 8, LOGNORMAL_SERVICE),
    lengthSeconds: 30_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'blockingProbability', ten.blockingProbability, { truth: 'erlangB-10-8 blocking' }),
      atStation('station', 'meanNumber', ten.meanNumber, { truth: 'erlangB-10-8 carried' }),
    ],
  },
  {
    model: 'M/M/100/100 (Erlang B)',
    network: jobs({ type: 'queue', servers: 100, room: 100 }, 90, exponential(1)),
    lengthSeconds: 2000,
    warmUpSeconds: 50,
    claims: [
      atStation('station', 'blockingProbability', hundred.blockingProbability, { truth: 'erlangB-100-90 blocking' }),
      atStation('station', 'utilisation', hundred.utilisation, { truth: 'erlangB-100-90 utilisation' }),
    ],
  },
  {
    model: 'M/M/1/10',
    network: jobs({ type: 'queue', room: 10 }, 0.9, exponential(1)),
    lengthSeconds: 60_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'blockingProbability', narrow.blockingProbability, { truth: 'mmck-1-10-0.9 P_block' }),
      atStation('station', 'meanNumber', narrow.meanNumber, { truth: 'mmck-1-10-0.9 L' }),
      atStation('station', 'meanWaitingSeconds', narrow.meanWaitingSeconds, { truth: 'mmck-1-10-0.9 Wq_accepted' }),
      ofClass('lossProbability', narrow.blockingProbability),
    ],
  },
  {
    model: 'M/M/8/16',
    network: jobs({ type: 'queue', servers: 8, room: 16 }, 7, exponential(1)),
    lengthSeconds: 10_000,
    warmUpSeconds: 100,
    claims: [
      atStation('station', 'blockingProbability', wide.blockingProbability, { truth: 'mmck-8-16-7 P_block' }),
      atStation('station', 'meanQueueLength', wide.meanQueueLength, { truth: 'mmck-8-16-7 Lq' }),
      atStation('station', 'meanResponseSeconds', wide.meanResponseSeconds, { truth: 'mmck-8-16-7 W_accepted' }),
    ],
  },
  {
    model: 'M/G/1/10 shared, hyperexponential',
    network: jobs({ type: 'sharing', room: 10 }, 0.9, BURSTY_SERVICE),
    lengthSeconds: 100_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'blockingProbability', narrow.blockingProbability),
      atStation('station', 'meanNumber', narrow.meanNumber),
    ],
  },
  {
    model: 'M/M/8+M (Erlang A)',
    network: jobs({ type: 'queue', servers: 8 }, 7, exponential(1), { patienceSeconds: { station: exponential(2) } }),
    lengthSeconds: 10_000,
    warmUpSeconds: 100,
    claims: [
      atStation('station', 'renegingProbability', callers.abandonmentProbability, { truth: 'erlangA-8-7 P_abandon' }),
      atStation('station', 'meanQueueLength', callers.meanQueueLength, { truth: 'erlangA-8-7 Lq' }),
      atStation('station', 'utilisation', callers.utilisation, { truth: 'erlangA-8-7 utilisation' }),
      atStation('station', 'meanWaitingSeconds', callers.meanWaitingServedSeconds),
    ],
  },
  {
    model: 'M/M/2+D, time-out',
    network: jobs({ type: 'queue', servers: 2 }, 2, exponential(1), { patienceSeconds: { station: 1.5 } }),
    lengthSeconds: 30_000,
    warmUpSeconds: 100,
    claims: [
      atStation('station', 'renegingProbability', timeOut.abandonmentProbability),
      atStation('station', 'meanNumber', timeOut.meanNumber),
      ofClass('lossProbability', timeOut.abandonmentProbability),
    ],
  },
  {
    model: 'M/G/1 with breakdowns',
    network: jobs({ type: 'priority', outages: { upSeconds: exponential(20), downSeconds: exponential(4) } }, 0.5, {
      type: 'erlang',
      phases: 2,
      mean: 1,
    }),
    lengthSeconds: 100_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanWaitingSeconds', breaking.meanWaitingSeconds),
      ofClass('meanResponseSeconds', breaking.meanResponseSeconds),
    ],
  },
];
