// Closed networks: a fixed population that goes round.
import { multiClassMva } from '../../../queueing/networks/multi-class-mva.ts';
import { mva } from '../../../queueing/networks/mva.ts';
import { finiteSource } from '../../../queueing/stations/finite-source.ts';
import { atStation, type Case, ofClass } from '../case.ts';
import { exponential } from '../describe.ts';

const DEMANDS = [0.005, 0.03, 0.027];
const THINK = 15;
const usersOf = (population: number) =>
  mva({ stations: DEMANDS.map((demandSeconds) => ({ demandSeconds, servers: 1 })), population, thinkSeconds: THINK });
const few = usersOf(20);
const many = usersOf(200);
/** One visit to each station, think time first. */
const timeSharing = (population: number): Case['network'] => ({
  stations: [
    { name: 'think', type: 'delay' },
    { name: 'cpu', type: 'sharing' },
    { name: 'disk', type: 'queue' },
    { name: 'net', type: 'queue' },
  ],
  classes: [
    {
      name: 'jobs',
      population,
      route: { in: 'think', think: 'cpu', cpu: 'disk', disk: 'net', net: 'think' },
      serviceSeconds: {
        think: { type: 'uniform', low: 0, high: 30 },
        cpu: { type: 'lognormal', mean: 0.005, squaredVariation: 4 },
        disk: exponential(0.03),
        net: exponential(0.027),
      },
    },
  ],
});

const two = multiClassMva({
  stations: [
    [0.1, 0.2],
    [0.3, 0.05],
    [0.05, 0.15],
  ].map((demandsSeconds) => ({ demandsSeconds, servers: 1 })),
  populations: [10, 6],
  thinksSeconds: [5, 2],
});
const machines = finiteSource({ population: 10, thinkSeconds: 5, serviceSeconds: 1, servers: 2 });
const wide = mva({
  stations: [
    { demandSeconds: 1, servers: 2 },
    { demandSeconds: 1.5, servers: 3 },
    { demandSeconds: 0.4, servers: 1 },
  ],
  population: 8,
  thinkSeconds: 2,
});

export const CLOSED: readonly Case[] = [
  {
    model: 'closed, 20 users (MVA)',
    network: timeSharing(20),
    lengthSeconds: 20_000,
    warmUpSeconds: 200,
    claims: [
      ofClass('throughputPerSecond', few.throughputPerSecond, { truth: 'mva1-20 X' }),
      atStation('disk', 'meanResponseSeconds', few.stations[1]!.residenceSeconds),
      atStation('disk', 'meanNumber', few.stations[1]!.meanNumber, { truth: 'mva1-20 Q.1', blind: true }),
    ],
  },
  {
    model: 'closed, 200 users (MVA)',
    network: timeSharing(200),
    lengthSeconds: 5000,
    warmUpSeconds: 200,
    claims: [
      ofClass('throughputPerSecond', many.throughputPerSecond, { truth: 'mva1-200 X' }),
      atStation('disk', 'meanResponseSeconds', many.stations[1]!.residenceSeconds),
      atStation('disk', 'meanNumber', many.stations[1]!.meanNumber, { truth: 'mva1-200 Q.1', blind: true }),
      atStation('net', 'utilisation', many.stations[2]!.utilisation, { truth: 'mva1-200 U.2', blind: true }),
    ],
  },
  {
    model: 'closed, two classes (MVA)',
    network: {
      stations: [
        { name: 'think', type: 'delay' },
        { name: 'a', type: 'sharing' },
        { name: 'b', type: 'sharing' },
        { name: 'c', type: 'sharing' },
      ],
      classes: [
        {
          name: 'one',
          population: 10,
          route: { in: 'think', think: 'a', a: 'b', b: 'c', c: 'think' },
          serviceSeconds: { think: exponential(5), a: 0.1, b: exponential(0.3), c: exponential(0.05) },
        },
        {
          name: 'two',
          population: 6,
          route: { in: 'think', think: 'c', c: 'a', a: 'b', b: 'think' },
          serviceSeconds: {
            think: 2,
            a: exponential(0.2),
            b: exponential(0.05),
            c: { type: 'lognormal', mean: 0.15, squaredVariation: 2 },
          },
        },
      ],
    },
    lengthSeconds: 8000,
    warmUpSeconds: 200,
    claims: [
      ofClass('throughputPerSecond', two.classes[0]!.throughputPerSecond, { cls: 'one', truth: 'mva2 X.0' }),
      ofClass('meanResponseSeconds', 2 + two.classes[1]!.responseSeconds, { cls: 'two' }),
      atStation('b', 'meanResponseSeconds', two.stations[1]!.meanNumbers[0]! / two.classes[0]!.throughputPerSecond, {
        cls: 'one',
      }),
      atStation('a', 'utilisation', two.classes[1]!.throughputPerSecond * 0.2, { cls: 'two', blind: true }),
    ],
  },
  {
    model: 'machine repair, 10 machines, 2 crews',
    network: {
      stations: [
        { name: 'running', type: 'delay' },
        { name: 'repair', type: 'queue', servers: 2 },
      ],
      classes: [
        {
          name: 'jobs',
          population: 10,
          route: { in: 'running', running: 'repair', repair: 'running' },
          serviceSeconds: { running: exponential(5), repair: exponential(1) },
        },
      ],
    },
    lengthSeconds: 30_000,
    warmUpSeconds: 200,
    claims: [
      atStation('repair', 'meanNumber', machines.meanNumber, { truth: 'repair-2-10 L_down', blind: true }),
      atStation('repair', 'meanResponseSeconds', machines.meanResponseSeconds, { truth: 'repair-2-10 W_down' }),
      atStation('repair', 'throughputPerSecond', machines.throughputPerSecond, { truth: 'repair-2-10 throughput' }),
    ],
  },
  {
    model: 'closed, several servers (MVA and Norton)',
    network: {
      stations: [
        { name: 'think', type: 'delay' },
        { name: 'cpu', type: 'sharing', servers: 2 },
        { name: 'pool', type: 'queue', servers: 3 },
        { name: 'disk', type: 'queue' },
      ],
      classes: [
        {
          name: 'jobs',
          population: 8,
          route: { in: 'think', think: 'cpu', cpu: 'pool', pool: 'disk', disk: 'think' },
          serviceSeconds: {
            think: 2,
            cpu: { type: 'erlang', phases: 2, mean: 1 },
            pool: exponential(1.5),
            disk: exponential(0.4),
          },
        },
      ],
    },
    lengthSeconds: 10_000,
    warmUpSeconds: 200,
    claims: [
      ofClass('throughputPerSecond', wide.throughputPerSecond),
      atStation('cpu', 'meanResponseSeconds', wide.stations[0]!.residenceSeconds),
      atStation('pool', 'meanResponseSeconds', wide.stations[1]!.residenceSeconds),
      atStation('disk', 'utilisation', wide.stations[2]!.utilisation, { blind: true }),
    ],
  },
];
