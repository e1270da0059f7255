// Customers in parts, and customers who wait for room while they keep a server.
import { blockingTandem } from '../../../queueing/networks/blocking-tandem.ts';
import { forkJoin } from '../../../queueing/stations/fork-join.ts';
import { atStation, type Case, ofClass } from '../case.ts';
import { exponential, poisson } from '../describe.ts';

const fork = forkJoin({ arrivalRatePerSecond: 0.5, serviceSeconds: 1, branches: 2 });
const five = { serviceSeconds: 1, servers: 1, room: 5 };
const tandem = blockingTandem(0.9, [five, five, five]);
const uneven = blockingTandem(1.5, [
  { serviceSeconds: 1, servers: 2, room: 4 },
  { serviceSeconds: 0.5, servers: 1, room: 1 },
]);
export const BLOCKING: readonly Case[] = [
  {
    model: 'fork–join of two M/M/1',
    network: {
      stations: [
        { name: 'split', type: 'fork', branches: ['left', 'right'], join: 'both' },
        { name: 'left', type: 'queue' },
        { name: 'right', type: 'queue' },
        { name: 'both', type: 'join' },
      ],
      classes: [
        {
          name: 'jobs',
          ...poisson(0.5),
          route: { in: 'split', left: 'both', right: 'both', both: 'out' },
          serviceSeconds: { left: exponential(1), right: exponential(1) },
        },
      ],
    },
    lengthSeconds: 60_000,
    warmUpSeconds: 500,
    claims: [
      ofClass('meanResponseSeconds', fork.meanResponseSeconds, { truth: 'fj2-0.5 T' }),
      atStation('left', 'meanResponseSeconds', fork.meanPartResponseSeconds, { truth: 'fj2-0.5 T_oneQueue' }),
    ],
  },
  {
    model: 'tandem of three with blocking',
    network: {
      stations: [
        { name: 'a', type: 'queue', room: 5 },
        { name: 'b', type: 'queue', room: 5, whenFull: 'block' },
        { name: 'c', type: 'queue', room: 5, whenFull: 'block' },
      ],
      classes: [
        {
          name: 'jobs',
          ...poisson(0.9),
          route: { in: 'a', a: 'b', b: 'c', c: 'out' },
          serviceSeconds: { a: exponential(1), b: exponential(1), c: exponential(1) },
        },
      ],
    },
    lengthSeconds: 40_000,
    warmUpSeconds: 500,
    claims: [
      ofClass('lossProbability', tandem.blockingProbability, { truth: 'tandem3-bas-1-5 P_loss' }),
      ofClass('throughputPerSecond', tandem.throughputPerSecond, { truth: 'tandem3-bas-1-5 throughput' }),
      ofClass('meanResponseSeconds', tandem.meanResponseSeconds, { truth: 'tandem3-bas-1-5 W_accepted' }),
      atStation('b', 'meanNumber', tandem.stations[1]!.meanNumber, { truth: 'tandem3-bas-1-5 L_station.1' }),
    ],
  },
  {
    model: 'tandem without a place to wait',
    network: {
      stations: [
        { name: 'a', type: 'queue', servers: 2, room: 4 },
        { name: 'b', type: 'queue', room: 1, whenFull: 'block' },
      ],
      classes: [
        {
          name: 'jobs',
          ...poisson(1.5),
          route: { in: 'a', a: 'b', b: 'out' },
          serviceSeconds: { a: exponential(1), b: exponential(0.5) },
        },
      ],
    },
    lengthSeconds: 40_000,
    warmUpSeconds: 500,
    claims: [
      atStation('a', 'blockingProbability', uneven.blockingProbability),
      atStation('a', 'utilisation', uneven.stations[0]!.utilisation),
      ofClass('meanResponseSeconds', uneven.meanResponseSeconds),
    ],
  },
];
