// What customers do on their way: told by traces, where every moment is known.
import { describe, expect, test } from 'vitest';
import { simulateNetwork } from '../../src/network/simulate-network.ts';
import { at, networkOf, problemsOf, simulate, through, whole } from './lab.ts';

const ONCE = { replications: 1, warmUpSeconds: 0, lengthSeconds: 100 };
const exponential = { type: 'exponential' as const, mean: 1 };
const trace = (...atSeconds: number[]) => ({ arrivals: { process: 'trace' as const, atSeconds } });

describe('a full station', () => {
  test('turns away, and says how many', () => {
    const result = simulate(through([{ name: 'door', type: 'queue', room: 2 }], { door: 10 }, trace(1, 2, 3, 4)), ONCE);
    expect(at(result, 'door', 'blockingProbability').mean).toBe(0.5);
    expect(whole(result, 'lossProbability').mean).toBe(0.5);
    expect(whole(result, 'throughputPerSecond').mean).toBe(0.02);
  });

  test('blocks the server before it until there is room', () => {
    const stations = [
      { name: 'first', type: 'queue' as const },
      { name: 'second', type: 'queue' as const, room: 1, whenFull: 'block' as const },
    ];
    const result = simulate(through(stations, { first: 1, second: 10 }, trace(0, 0, 0)), ONCE);
    // Served at 1, 2 and 12; the second may move on at 11, the third at 21.
    expect(at(result, 'first', 'meanResponseSeconds').mean).toBeCloseTo((1 + 11 + 21) / 3, 12);
    expect(at(result, 'first', 'utilisation').mean).toBeCloseTo(0.03, 12);
    expect(whole(result, 'meanResponseSeconds').mean).toBeCloseTo((11 + 21 + 31) / 3, 12);
  });

  test('lets nobody wait outside, where a queue would have no end', () => {
    const result = simulate(
      through([{ name: 'door', type: 'queue', room: 1, whenFull: 'block' }], { door: 10 }, trace(1, 2)),
      ONCE,
    );
    expect(whole(result, 'lossProbability').mean).toBe(0.5);
  });

  test('lets who comes from a pool wait at its door, with the tokens', () => {
    const description = {
      pools: [{ name: 'slots', tokens: 2 }],
      stations: [
        { name: 'take', type: 'acquire' as const, pool: 'slots' },
        { name: 'door', type: 'queue' as const, room: 1, whenFull: 'block' as const },
      ],
      classes: [
        {
          name: 'jobs',
          ...trace(0, 0, 0),
          route: { in: 'take', take: 'door', door: 'out' },
          serviceSeconds: { door: 10 },
        },
      ],
    };
    const result = simulate(description, ONCE);
    expect(at(result, 'door', 'throughputPerSecond').mean).toBe(0.03);
    // Two hold a slot for 10 s, one of them for 20: 10 + 20 + 20 over 2 × 100.
    expect(at(result, 'slots', 'utilisation').mean).toBeCloseTo(0.25, 12);
  });

  test('defers: who is turned away comes again', () => {
    const station = { name: 'door', type: 'queue' as const, room: 1, whenFull: 'defer' as const, retrySeconds: 4 };
    const result = simulate(through([station], { door: 10 }, trace(0, 1)), ONCE);
    // Tried at 1, 5 and 9, entered at 13.
    expect(at(result, 'door', 'blockingProbability').mean).toBe(3 / 5);
    expect(whole(result, 'meanResponseSeconds').mean).toBe((10 + 22) / 2);
  });

  test('sends the lost of a closed class home', () => {
    const result = simulate(
      {
        stations: [
          { name: 'think', type: 'delay' },
          { name: 'door', type: 'queue', room: 1 },
        ],
        classes: [
          {
            name: 'users',
            population: 3,
            route: { in: 'think', think: 'door', door: 'think' },
            serviceSeconds: { think: { type: 'exponential', mean: 1 }, door: { type: 'exponential', mean: 1 } },
          },
        ],
      },
      { replications: 4, lengthSeconds: 2000 },
    );
    expect(whole(result, 'meanNumber').mean).toBeCloseTo(3, 9);
    expect(whole(result, 'lossProbability').mean).toBeGreaterThan(0.3);
  });

  test('in a ring with another moves no more, which is told', () => {
    const ring = networkOf(
      {
        stations: [
          { name: 'a', type: 'queue', room: 2, whenFull: 'block' },
          { name: 'b', type: 'queue', room: 2, whenFull: 'block' },
        ],
        classes: [
          {
            name: 'jobs',
            arrivals: { process: 'poisson', ratePerSecond: 1 },
            route: { in: 'a', a: { b: 0.9, out: 0.1 }, b: 'a' },
            serviceSeconds: { a: exponential, b: exponential },
          },
        ],
      },
      { replications: 1 },
    );
    expect(problemsOf(() => simulateNetwork(ring))).toMatchObject([
      { path: 'stations', got: expect.stringContaining('a, b') },
    ]);
  });
});

describe('a fork', () => {
  const stations = [
    { name: 'split', type: 'fork' as const, branches: ['short', 'long'], join: 'both' },
    { name: 'short', type: 'queue' as const },
    { name: 'long', type: 'queue' as const, servers: 2 },
    { name: 'both', type: 'join' as const },
  ];
  const route = { in: 'split', short: 'both', long: 'both', both: 'out' };

  test('is done when its last part is', () => {
    const description = {
      stations,
      classes: [{ name: 'jobs', ...trace(0, 1), route, serviceSeconds: { short: 2, long: 5 } }],
    };
    const result = simulate(description, ONCE);
    expect(whole(result, 'meanResponseSeconds').mean).toBe(5);
    expect(at(result, 'short', 'meanResponseSeconds').mean).toBe((2 + 3) / 2);
    expect(whole(result, 'throughputPerSecond').mean).toBe(0.02);
  });

  test('does not wait for a part that is lost', () => {
    const small = stations.map((station) =>
      station.name === 'long' ? { name: 'long', type: 'queue' as const, room: 1 } : station,
    );
    const result = simulate(
      { stations: small, classes: [{ name: 'jobs', ...trace(0, 1), route, serviceSeconds: { short: 2, long: 5 } }] },
      ONCE,
    );
    expect(whole(result, 'meanResponseSeconds').mean).toBe((5 + 3) / 2);
    expect(whole(result, 'lossProbability').mean).toBe(0);
  });

  test('may stand in a branch of another', () => {
    const nested = {
      stations: [
        { name: 'outer', type: 'fork' as const, branches: ['split', 'slow'], join: 'all' },
        ...stations,
        { name: 'slow', type: 'delay' as const },
        { name: 'all', type: 'join' as const },
      ],
      classes: [
        {
          name: 'jobs',
          ...trace(0, 20),
          route: { in: 'outer', short: 'both', long: 'both', both: 'all', slow: 'all', all: 'out' },
          serviceSeconds: { short: 2, long: 5, slow: 4 },
        },
      ],
    };
    expect(whole(simulate(nested, ONCE), 'meanResponseSeconds').mean).toBe(5);
  });
});

describe('tokens of a pool', () => {
  const stations = [
    { name: 'take', type: 'acquire' as const, pool: 'slots', tokens: 2 },
    { name: 'work', type: 'delay' as const },
    { name: 'give', type: 'release' as const, pool: 'slots' },
    { name: 'rest', type: 'delay' as const },
  ];
  const route = { in: 'take', take: 'work', work: 'give', give: 'rest', rest: 'out' };

  test('are held until they are given back, and waited for in line', () => {
    const result = simulate(
      {
        pools: [{ name: 'slots', tokens: 3 }],
        stations,
        classes: [{ name: 'jobs', ...trace(0, 1), route, serviceSeconds: { work: 10, rest: 5 } }],
      },
      ONCE,
    );
    expect(at(result, 'slots', 'meanWaitingSeconds').mean).toBe(9 / 2);
    expect(at(result, 'slots', 'meanQueueLength').mean).toBeCloseTo(0.09, 12);
    expect(at(result, 'slots', 'utilisation').mean).toBeCloseTo((2 * 20) / (3 * 100), 12);
    expect(whole(result, 'meanResponseSeconds').mean).toBe((15 + 24) / 2);
  });

  test('are counted for each class by itself', () => {
    const cls = (name: string, ...times: number[]) => ({
      name,
      ...trace(...times),
      route,
      serviceSeconds: { work: 10, rest: 0 },
    });
    const result = simulate(
      { pools: [{ name: 'slots', tokens: 8 }], stations, classes: [cls('a', 0, 0), cls('b', 0)] },
      ONCE,
    );
    expect(at(result, 'slots', 'utilisation', 0).mean).toBeCloseTo(0.05, 12);
    expect(at(result, 'slots', 'utilisation', 1).mean).toBeCloseTo(0.025, 12);
    expect(result.pools[0]!.utilisation?.mean).toBeCloseTo(0.075, 12);
  });

  test('that nobody gives back leave all of a closed class waiting, which is told', () => {
    const hoard = networkOf(
      {
        pools: [{ name: 'slots', tokens: 2 }],
        stations,
        classes: [
          {
            name: 'jobs',
            population: 1,
            route: { in: 'work', work: 'take', take: 'work' },
            serviceSeconds: { work: 1 },
          },
        ],
      },
      ONCE,
    );
    expect(problemsOf(() => simulateNetwork(hoard))).toMatchObject([{ path: 'pools' }]);
  });

  test('are refused where too many wait already', () => {
    const result = simulate(
      {
        pools: [{ name: 'slots', tokens: 2, waitingRoom: 1 }],
        stations,
        classes: [{ name: 'jobs', ...trace(0, 1, 2), route, serviceSeconds: { work: 10, rest: 0 } }],
      },
      ONCE,
    );
    expect(at(result, 'slots', 'blockingProbability').mean).toBeCloseTo(1 / 3, 12);
  });
});

test('patience ends a wait, not a service', () => {
  const result = simulate(
    through([{ name: 'line', type: 'queue' }], { line: 10 }, { ...trace(0, 1, 18), patienceSeconds: { line: 5 } }),
    ONCE,
  );
  expect(at(result, 'line', 'renegingProbability').mean).toBeCloseTo(1 / 3, 12);
  expect(at(result, 'line', 'meanWaitingSeconds').mean).toBe(0);
});

test('batches come at once', () => {
  const result = simulate(
    through(
      [{ name: 'line', type: 'queue' }],
      { line: 2 },
      { arrivals: { process: 'renewal', gapSeconds: 50 }, batchSize: 3 },
    ),
    { ...ONCE, lengthSeconds: 99 },
  );
  expect(at(result, 'line', 'meanWaitingSeconds').mean).toBe(2);
  expect(at(result, 'line', 'arrivalRatePerSecond').mean).toBeCloseTo(3 / 99, 12);
});

test('a schedule opens and closes servers; utilisation is of those that are there on average', () => {
  const station = { name: 'desk', type: 'queue' as const, schedule: { servers: [0, 2], stepSeconds: 10 } };
  const result = simulate(through([station], { desk: 5 }, trace(1, 2)), ONCE);
  expect(at(result, 'desk', 'meanWaitingSeconds').mean).toBe((9 + 8) / 2);
  expect(result.stations[0]!.servers).toBe(1);
  expect(at(result, 'desk', 'utilisation').mean).toBeCloseTo(0.1, 12);
});

test('outages interrupt a priority station, and a queue finishes first', () => {
  const outages = { upSeconds: 5, downSeconds: 10 };
  const response = (type: 'queue' | 'priority'): number =>
    whole(simulate(through([{ name: 'node', type, outages }], { node: 4 }, trace(3)), ONCE), 'meanResponseSeconds')
      .mean;
  expect(response('priority')).toBe(14);
  expect(response('queue')).toBe(4);
});

test('a profile lets nobody come in hours of rate 0', () => {
  const arrivals = { process: 'profile' as const, ratesPerSecond: [0, 5], stepSeconds: 50 };
  const result = simulate(through([{ name: 'all', type: 'delay' }], { all: 1 }, { arrivals }), {
    ...ONCE,
    lengthSeconds: 49.9,
  });
  expect(result.classes[0]!.metrics.throughputPerSecond?.mean).toBe(0);
});

test('bursts come at the rates of their states', () => {
  const states = [
    { ratePerSecond: 0, meanSeconds: 30 },
    { ratePerSecond: 4, meanSeconds: 10 },
  ];
  const result = simulate(
    through([{ name: 'all', type: 'delay' }], { all: 1 }, { arrivals: { process: 'modulated', states } }),
    { lengthSeconds: 20_000 },
  );
  const { mean, halfWidth } = whole(result, 'throughputPerSecond');
  expect(Math.abs(mean - 1)).toBeLessThan(2 * halfWidth!);
});
