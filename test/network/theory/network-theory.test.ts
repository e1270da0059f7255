// Theory beside the simulation: that each rule is used where it fits, and not where it does not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StationMetric } from '../../../src/network/network-result.ts';
import { networkTheory } from '../../../src/network/theory/network-theory.ts';
import type { Theory } from '../../../src/network/theory/theory.ts';
import { CASES, networkOf as caseNetwork } from '../../../src/network/verify/table.ts';
import { networkOf, through } from '../lab.ts';
import { randomNetwork } from '../random-network.ts';

type Stations = Parameters<typeof through>[0];
type Services = Parameters<typeof through>[1];
type More = Parameters<typeof through>[2];

const exponential = (mean: number) => ({ type: 'exponential' as const, mean });

/** What theory says of the waiting time (or another number) at the last station of a row. */
function said(
  stations: Stations,
  services: Services,
  more: More = {},
  metric: StationMetric = 'meanWaitingSeconds',
): Theory | undefined {
  const theory = networkTheory(networkOf(through(stations, services, more)));
  return theory.stations.get(stations.at(-1)!.name)?.classes[0]?.[metric];
}

const QUEUE: Stations = [{ name: 'q', type: 'queue' }];

describe('every rule is used where it fits', () => {
  test.each<[string, Stations, Services, More, boolean]>([
    ['M/M/1', QUEUE, { q: exponential(1) }, {}, true],
    ['M/G/1 (Pollaczek–Khinchine)', QUEUE, { q: { type: 'uniform', low: 0, high: 2 } }, {}, true],
    ['M/M/c (Erlang C)', [{ name: 'q', type: 'queue', servers: 3 }], { q: exponential(1) }, {}, true],
    ['M/D/c (Crommelin)', [{ name: 'q', type: 'queue', servers: 3 }], { q: 1 }, {}, true],
    [
      'M/G/c (Kimura)',
      [{ name: 'q', type: 'queue', servers: 3 }],
      { q: { type: 'erlang', phases: 2, mean: 1 } },
      {},
      false,
    ],
    ['M/M/c/K', [{ name: 'q', type: 'queue', room: 4 }], { q: exponential(1) }, {}, true],
    ['M/G/c/c (Erlang B)', [{ name: 'q', type: 'queue', servers: 3, room: 3 }], { q: 1 }, {}, true],
    ['M/M/c+M (Erlang A)', QUEUE, { q: exponential(1) }, { patienceSeconds: { q: exponential(3) } }, true],
    ['M/M/c+D', QUEUE, { q: exponential(1) }, { patienceSeconds: { q: 3 } }, true],
    ['M^X/G/1', QUEUE, { q: 0.5 }, { batchSize: 2 }, true],
    ['GI/M/1 (root σ)', QUEUE, { q: exponential(1) }, { arrivals: { process: 'renewal', gapSeconds: 2 } }, true],
    [
      'G/G/1 (Kingman)',
      QUEUE,
      { q: 1 },
      { arrivals: { process: 'renewal', gapSeconds: { type: 'uniform', low: 0, high: 4 } } },
      false,
    ],
    ['M/M/1', QUEUE, { q: exponential(1) }, { arrivals: { process: 'renewal', gapSeconds: exponential(2) } }, true],
    ['M/G/1 PS (insensitive)', [{ name: 'q', type: 'sharing' }], { q: 1 }, {}, true],
    ['M/G/c PS (insensitive)', [{ name: 'q', type: 'sharing', servers: 2 }], { q: 1 }, {}, true],
    ['PS, insensitive (Cohen)', [{ name: 'q', type: 'sharing', servers: 2, perCustomer: 0.5 }], { q: 1 }, {}, true],
    ['PS with room, insensitive (Cohen)', [{ name: 'q', type: 'sharing', room: 5 }], { q: 1 }, {}, true],
    ['M/G/1 LCFS-PR', [{ name: 'q', type: 'priority', preemptive: true, order: 'lcfs' }], { q: 1 }, {}, true],
    [
      'M/G/1 with breakdowns',
      [{ name: 'q', type: 'priority', outages: { upSeconds: exponential(9), downSeconds: 1 } }],
      { q: 1 },
      {},
      true,
    ],
    [
      'delay (Little)',
      [{ name: 'q', type: 'delay' }],
      { q: 1 },
      {
        arrivals: {
          process: 'modulated',
          states: [
            { ratePerSecond: 1, meanSeconds: 1 },
            { ratePerSecond: 0, meanSeconds: 1 },
          ],
        },
      },
      true,
    ],
  ])('%s', (method, stations, services, more, exact) => {
    expect(said(stations, services, more)).toMatchObject({ method, exact });
  });

  test('every row of the table of closed forms but what is no steady state of a plain network', () => {
    const silent: string[] = [];
    for (const given of CASES) {
      const network = caseNetwork(given);
      const theory = networkTheory(network);
      for (const { at, metric, exact } of given.claims) {
        const cls = network.classes.findIndex(({ name }) => name === at.cls);
        const known = 'station' in at ? theory.stations.get(at.station)?.classes[cls] : theory.classes[cls];
        const found = (known as Readonly<Record<string, Theory>> | undefined)?.[metric];
        if (found === undefined || given.replications !== undefined) silent.push(given.model);
        else {
          expect(found.exact, `${given.model} ${metric}`).toBe(true);
          expect(Math.abs(found.value / exact - 1), `${given.model} ${metric}`).toBeLessThan(1e-9);
        }
      }
    }
    expect([...new Set(silent)]).toEqual([
      'M/M/1 with vacations',
      'M_t/M/∞ over a day, 6 h',
      'M_t/M/∞ over a day, 12 h',
      'M/M/1, 50 s after its start',
    ]);
  });
});

describe('arrivals are Poisson', () => {
  const two = (first: Stations[number]): Stations => [first, { name: 'q', type: 'queue' }];
  const services = { first: exponential(0.5), q: 1 };

  test('behind stations that keep the product form', () => {
    for (const first of [
      { name: 'first', type: 'queue', servers: 2 },
      { name: 'first', type: 'sharing' },
      { name: 'first', type: 'delay' },
    ] as const)
      expect(said(two(first), services)).toMatchObject({ method: 'M/G/1 (Pollaczek–Khinchine)', exact: true });
  });

  test('not behind others, which is said', () => {
    expect(said(two({ name: 'first', type: 'queue' }), { first: 0.5, q: 1 })).toMatchObject({
      method: 'M/G/1 (Pollaczek–Khinchine), arrivals taken as Poisson',
      exact: false,
    });
  });

  test('not where bursts come: then only rates are known', () => {
    const states = [
      { ratePerSecond: 1, meanSeconds: 10 },
      { ratePerSecond: 0, meanSeconds: 10 },
    ];
    const more: More = { arrivals: { process: 'modulated', states } };
    expect(said(QUEUE, { q: 1 }, more)).toBeUndefined();
    expect(said(QUEUE, { q: 1 }, more, 'utilisation')).toEqual({ value: 0.5, exact: true, method: 'utilisation law' });
  });

  test('where customers come back only for stations that keep the product form', () => {
    const back = (service: Services[string]) =>
      networkTheory(
        networkOf({
          stations: [{ name: 'q', type: 'queue' }],
          classes: [
            {
              name: 'jobs',
              arrivals: { process: 'poisson', ratePerSecond: 0.5 },
              route: { in: 'q', q: { q: 0.3, out: 0.7 } },
              serviceSeconds: { q: service },
            },
          ],
        }),
      ).stations.get('q')?.classes[0]?.meanWaitingSeconds;
    expect(back(exponential(1))).toMatchObject({ exact: true, method: 'M/M/1, product form' });
    expect(back(1)).toMatchObject({ exact: false });
  });
});

describe('nothing is said', () => {
  test('behind stations that lose customers, defer them or hold them up', () => {
    const next = { name: 'q', type: 'queue' } as const;
    const services = { first: exponential(1), q: exponential(1) };
    for (const first of [
      { name: 'first', type: 'queue', room: 3 },
      { name: 'first', type: 'queue', room: 3, whenFull: 'defer', retrySeconds: 1 },
    ] as const)
      expect(said([first, next], services, {}, 'arrivalRatePerSecond')).toBeUndefined();
    const blocked: Stations = [
      { name: 'first', type: 'queue' },
      { name: 'q', type: 'queue', room: 2, whenFull: 'block' },
    ];
    expect(said(blocked, services, {}, 'meanNumber')).toBeUndefined();
  });

  test('of a class whose tokens a pool may keep back', () => {
    const theory = networkTheory(
      networkOf({
        pools: [{ name: 'slots', tokens: 3 }],
        stations: [
          { name: 'take', type: 'acquire', pool: 'slots' },
          { name: 'q', type: 'queue' },
        ],
        classes: [
          {
            name: 'jobs',
            arrivals: { process: 'poisson', ratePerSecond: 0.5 },
            route: { in: 'take', take: 'q', q: 'out' },
            serviceSeconds: { q: 1 },
          },
        ],
      }),
    );
    expect([theory.stations.size, theory.classes]).toEqual([0, [{}]]);
  });

  test('of rates that a run does not see whole periods of', () => {
    const more: More = { arrivals: { process: 'profile', ratesPerSecond: [0.2, 0.4], stepSeconds: 1000 } };
    expect(said(QUEUE, { q: 1 }, more, 'utilisation')).toBeUndefined();
    const whole: More = { arrivals: { process: 'profile', ratesPerSecond: [0.2, 0.4], stepSeconds: 500 } };
    expect(said(QUEUE, { q: 1 }, whole, 'utilisation')?.value).toBeCloseTo(0.3, 12);
  });

  test('of closed classes that share a station with an open one', () => {
    const theory = networkTheory(
      networkOf({
        stations: [{ name: 'cpu', type: 'sharing' }],
        classes: [
          {
            name: 'open',
            arrivals: { process: 'poisson', ratePerSecond: 0.1 },
            route: { in: 'cpu', cpu: 'out' },
            serviceSeconds: { cpu: 1 },
          },
          { name: 'closed', population: 2, route: { in: 'cpu', cpu: 'cpu' }, serviceSeconds: { cpu: 1 } },
        ],
      }),
    );
    expect(theory.classes).toEqual([{}, {}]);
  });
});

test('a closed network of other queues is told as taken for one of product form', () => {
  const theory = networkTheory(
    networkOf({
      stations: [
        { name: 'think', type: 'delay' },
        { name: 'q', type: 'queue' },
      ],
      classes: [
        {
          name: 'users',
          population: 5,
          route: { in: 'think', think: 'q', q: 'think' },
          serviceSeconds: { think: 3, q: 1 },
        },
      ],
    }),
  );
  expect(theory.classes[0]?.throughputPerSecond).toMatchObject({ exact: false, method: 'MVA, product form assumed' });
});

test('three branches of a fork are approximate, unequal ones unknown', () => {
  const fork = (means: readonly number[]) => {
    const names = means.map((_, index) => `b${index}`);
    return networkTheory(
      networkOf({
        stations: [
          { name: 'f', type: 'fork', branches: names, join: 'j' },
          ...names.map((name) => ({ name, type: 'queue' as const })),
          { name: 'j', type: 'join' },
        ],
        classes: [
          {
            name: 'jobs',
            arrivals: { process: 'poisson', ratePerSecond: 0.5 },
            route: { in: 'f', ...Object.fromEntries(names.map((name) => [name, 'j'])), j: 'out' },
            serviceSeconds: Object.fromEntries(names.map((name, index) => [name, exponential(means[index]!)])),
          },
        ],
      }),
    ).classes[0];
  };
  expect(fork([1, 1])?.meanResponseSeconds).toMatchObject({ exact: true, value: 2.875 });
  expect(fork([1, 1, 1])?.meanResponseSeconds).toMatchObject({ exact: false });
  expect(fork([1, 0.5])?.meanResponseSeconds).toBeUndefined();
});

test('theory never throws, whatever the valid network, and says finite numbers', () => {
  fc.assert(
    fc.property(randomNetwork, (network) => {
      const { stations, classes } = networkTheory(network);
      const numbers = [...[...stations.values()].flatMap((station) => station.classes), ...classes].flatMap((metrics) =>
        Object.entries(metrics),
      );
      for (const [metric, { value }] of numbers) {
        expect(Number.isFinite(value), metric).toBe(true);
        // Shared servers may give one customer more than one: then the queue is shorter than nobody.
        if (metric !== 'meanQueueLength') expect(value, metric).toBeGreaterThanOrEqual(0);
      }
    }),
    { seed: 3, numRuns: 1500 },
  );
});
