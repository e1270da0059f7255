// Open networks that keep the product form, and stations behind such.
import { jacksonNetwork } from '../../../queueing/networks/jackson-network.ts';
import { openNetwork } from '../../../queueing/networks/open-network.ts';
import { mdc } from '../../../queueing/stations/mdc.ts';
import { mm1Feedback } from '../../../queueing/stations/mm1-feedback.ts';
import { atStation, type Case, ofClass } from '../case.ts';
import { BURSTY_SERVICE, exponential, LOGNORMAL_SERVICE, poisson } from '../describe.ts';

const again = mm1Feedback({ arrivalRatePerSecond: 0.4, serviceSeconds: 1, returnProbability: 0.3 });
const jackson = jacksonNetwork(
  [
    { externalRatePerSecond: 1, serviceSeconds: 0.4, servers: 1 },
    { externalRatePerSecond: 0.5, serviceSeconds: 0.5, servers: 1 },
    { externalRatePerSecond: 0, serviceSeconds: 0.4, servers: 1 },
  ],
  [
    [0, 0.6, 0.2],
    [0, 0, 0.8],
    [0.3, 0, 0],
  ],
);
const demands = [
  [0.3, 0.6],
  [0.5, 0.2],
];
const bcmp = openNetwork(
  demands.map((row) => ({
    discipline: 'ps',
    servers: 1,
    classes: row.map((serviceSeconds, kind) => ({ arrivalRatePerSecond: [1, 0.5][kind]!, serviceSeconds })),
  })),
  [1, 0.5],
);
/** All four kinds of stations that keep the product form, visited by two classes, one of them over and over. */
const kinds = openNetwork(
  [
    {
      discipline: 'fcfs',
      servers: 2,
      classes: [
        { arrivalRatePerSecond: 2, serviceSeconds: 0.5 },
        { arrivalRatePerSecond: 1, serviceSeconds: 0.5 },
      ],
    },
    {
      discipline: 'ps',
      servers: 1,
      classes: [
        { arrivalRatePerSecond: 1, serviceSeconds: 0.5 },
        { arrivalRatePerSecond: 1, serviceSeconds: 0.2 },
      ],
    },
    {
      discipline: 'lcfsPr',
      servers: 1,
      classes: [
        { arrivalRatePerSecond: 1, serviceSeconds: 0.4 },
        { arrivalRatePerSecond: 1, serviceSeconds: 0.3 },
      ],
    },
    {
      discipline: 'ps',
      servers: Number.POSITIVE_INFINITY,
      classes: [
        { arrivalRatePerSecond: 2, serviceSeconds: 2 },
        { arrivalRatePerSecond: 1, serviceSeconds: 1 },
      ],
    },
  ],
  [1, 1],
);
/** Poisson departures of M/M/1 at a constant service (Burke, Operations Research 4, 1956). */
const behind = mdc({ arrivalRatePerSecond: 0.8, serviceSeconds: 1, servers: 1 });
export const PRODUCT_FORM: readonly Case[] = [
  {
    model: 'M/M/1 with feedback',
    network: {
      stations: [{ name: 'station', type: 'queue' }],
      classes: [
        {
          name: 'jobs',
          ...poisson(0.4),
          route: { in: 'station', station: { station: 0.3, out: 0.7 } },
          serviceSeconds: { station: exponential(1) },
        },
      ],
    },
    lengthSeconds: 60_000,
    warmUpSeconds: 500,
    claims: [
      atStation('station', 'meanNumber', again.meanNumber, { truth: 'mm1-fb L' }),
      ofClass('meanResponseSeconds', again.meanResponseSeconds, { truth: 'mm1-fb W' }),
    ],
  },
  {
    model: 'Jackson network',
    network: {
      stations: [
        { name: 'a', type: 'queue' },
        { name: 'b', type: 'queue' },
        { name: 'c', type: 'queue' },
      ],
      classes: [
        {
          name: 'jobs',
          ...poisson(1.5),
          route: {
            in: { a: 2 / 3, b: 1 / 3 },
            a: { b: 0.6, c: 0.2, out: 0.2 },
            b: { c: 0.8, out: 0.2 },
            c: { a: 0.3, out: 0.7 },
          },
          serviceSeconds: { a: exponential(0.4), b: exponential(0.5), c: exponential(0.4) },
        },
      ],
    },
    lengthSeconds: 40_000,
    warmUpSeconds: 200,
    claims: [
      atStation('a', 'arrivalRatePerSecond', jackson.stations[0]!.throughputPerSecond, {
        truth: 'jackson3 gamma.0',
        blind: true,
      }),
      atStation('b', 'meanNumber', jackson.stations[1]!.meanNumber, { truth: 'jackson3 L.1' }),
      atStation('c', 'meanResponseSeconds', jackson.stations[2]!.meanResponseSeconds, { truth: 'jackson3 W_node.2' }),
      ofClass('meanNumber', jackson.meanNumber, { truth: 'jackson3 L_total' }),
      ofClass('meanResponseSeconds', jackson.meanResponseSeconds, { truth: 'jackson3 W_total' }),
    ],
  },
  {
    model: 'BCMP, two classes, two processors',
    network: {
      stations: [
        { name: 'a', type: 'sharing' },
        { name: 'b', type: 'sharing' },
      ],
      classes: [
        {
          name: 'one',
          ...poisson(1),
          route: { in: 'a', a: 'b', b: 'out' },
          serviceSeconds: { a: 0.3, b: { type: 'erlang', phases: 2, mean: 0.5 } },
        },
        {
          name: 'two',
          ...poisson(0.5),
          route: { in: 'b', b: 'a', a: 'out' },
          serviceSeconds: { a: exponential(0.6), b: { type: 'lognormal', mean: 0.2, squaredVariation: 4 } },
        },
      ],
    },
    lengthSeconds: 40_000,
    warmUpSeconds: 500,
    claims: [
      ofClass('meanResponseSeconds', bcmp.classes[0]!.meanResponseSeconds, { cls: 'one', truth: 'bcmp-open2 W.0' }),
      ofClass('meanResponseSeconds', bcmp.classes[1]!.meanResponseSeconds, { cls: 'two', truth: 'bcmp-open2 W.1' }),
      ofClass('meanNumber', bcmp.classes[1]!.meanNumber, { cls: 'two', truth: 'bcmp-open2 L.1' }),
    ],
  },
  {
    model: 'BCMP, four kinds of stations',
    network: {
      stations: [
        { name: 'queue', type: 'queue', servers: 2 },
        { name: 'cpu', type: 'sharing' },
        { name: 'stack', type: 'priority', preemptive: true, order: 'lcfs' },
        { name: 'think', type: 'delay' },
      ],
      classes: [
        {
          name: 'one',
          ...poisson(1),
          // Twice, on average, to the queue and the delay.
          route: { in: 'queue', queue: 'think', think: { queue: 0.5, cpu: 0.5 }, cpu: 'stack', stack: 'out' },
          serviceSeconds: {
            queue: exponential(0.5),
            think: { type: 'uniform', low: 0, high: 4 },
            cpu: { type: 'lognormal', mean: 0.5, squaredVariation: 3 },
            stack: 0.4,
          },
        },
        {
          name: 'two',
          ...poisson(1),
          route: { in: 'cpu', cpu: 'queue', queue: 'think', think: 'stack', stack: 'out' },
          serviceSeconds: {
            queue: exponential(0.5),
            think: 1,
            cpu: 0.2,
            stack: { type: 'erlang', phases: 3, mean: 0.3 },
          },
        },
      ],
    },
    lengthSeconds: 20_000,
    warmUpSeconds: 500,
    claims: [
      atStation('queue', 'meanResponseSeconds', kinds.stations[0]!.classes[0]!.meanResponseSeconds, { cls: 'one' }),
      atStation('cpu', 'meanNumber', kinds.stations[1]!.classes[1]!.meanNumber, { cls: 'two' }),
      atStation('stack', 'meanWaitingSeconds', kinds.stations[2]!.classes[0]!.meanWaitingSeconds, { cls: 'one' }),
      atStation('think', 'meanNumber', 4, { cls: 'one' }),
      ofClass('meanResponseSeconds', kinds.classes[0]!.meanResponseSeconds, { cls: 'one' }),
      ofClass('meanResponseSeconds', kinds.classes[1]!.meanResponseSeconds, { cls: 'two' }),
    ],
  },
  {
    model: 'M/D/1 behind M/M/1',
    network: {
      stations: [
        { name: 'first', type: 'queue' },
        { name: 'second', type: 'queue' },
      ],
      classes: [
        {
          name: 'jobs',
          ...poisson(0.8),
          route: { in: 'first', first: 'second', second: 'out' },
          serviceSeconds: { first: exponential(0.9), second: 1 },
        },
      ],
    },
    lengthSeconds: 40_000,
    warmUpSeconds: 500,
    claims: [
      atStation('second', 'meanWaitingSeconds', behind.meanWaitingSeconds),
      ofClass('meanResponseSeconds', 0.9 / (1 - 0.72) + behind.meanResponseSeconds),
    ],
  },
  {
    model: 'delay with bursts (Little)',
    network: {
      stations: [{ name: 'station', type: 'delay' }],
      classes: [
        {
          name: 'jobs',
          arrivals: {
            process: 'modulated',
            states: [
              { ratePerSecond: 1, meanSeconds: 10 },
              { ratePerSecond: 5, meanSeconds: 5 },
            ],
          },
          route: { in: 'station', station: 'out' },
          serviceSeconds: { station: LOGNORMAL_SERVICE },
        },
      ],
    },
    lengthSeconds: 40_000,
    warmUpSeconds: 100,
    claims: [atStation('station', 'meanNumber', 7 / 3), atStation('station', 'meanResponseSeconds', 1)],
  },
  {
    model: 'M/G/1 shared behind M/M/2, feedback',
    slow: true,
    network: {
      stations: [
        { name: 'gate', type: 'queue', servers: 2 },
        { name: 'cpu', type: 'sharing' },
      ],
      classes: [
        {
          name: 'jobs',
          ...poisson(0.5),
          route: { in: 'gate', gate: 'cpu', cpu: { gate: 0.2, out: 0.8 } },
          serviceSeconds: { gate: exponential(2), cpu: BURSTY_SERVICE },
        },
      ],
    },
    lengthSeconds: 60_000,
    warmUpSeconds: 500,
    claims: [atStation('cpu', 'meanResponseSeconds', 1 / (1 - 0.625)), atStation('cpu', 'meanNumber', 0.625 / 0.375)],
  },
];
