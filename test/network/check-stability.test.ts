import { expect, test } from 'vitest';
import { checkStability } from '../../src/network/check-stability.ts';
import { networkOf, problemsOf, through } from './lab.ts';

type Station = Parameters<typeof through>[0][number];

const refused = (station: Station, ratePerSecond: number): readonly string[] =>
  problemsOf(() =>
    checkStability(
      networkOf(through([station], { [station.name]: 1 }, { arrivals: { process: 'poisson', ratePerSecond } })),
      'test',
    ),
  ).map(({ got }) => got);

test('a station that is asked for more than it has is named, with the load', () => {
  expect(refused({ name: 'cpu', type: 'queue', servers: 2 }, 2.5)).toEqual([
    "cpu is asked for 2.500 servers' worth of work",
  ]);
  expect(refused({ name: 'cpu', type: 'queue', servers: 2 }, 1.9)).toEqual([]);
});

test('what comes back counts again', () => {
  const network = networkOf({
    stations: [{ name: 'cpu', type: 'queue' }],
    classes: [
      {
        name: 'jobs',
        arrivals: { process: 'poisson', ratePerSecond: 0.6 },
        route: { in: 'cpu', cpu: { cpu: 0.5, out: 0.5 } },
        serviceSeconds: { cpu: 1 },
      },
    ],
  });
  expect(problemsOf(() => checkStability(network, 'test'))).toMatchObject([{ got: expect.stringContaining('1.200') }]);
});

test('parts of a forked customer count at their branches', () => {
  const network = (ratePerSecond: number) =>
    networkOf({
      stations: [
        { name: 'split', type: 'fork', branches: ['fast', 'slow'], join: 'both' },
        { name: 'fast', type: 'queue' },
        { name: 'slow', type: 'queue' },
        { name: 'both', type: 'join' },
        { name: 'after', type: 'queue' },
      ],
      classes: [
        {
          name: 'jobs',
          arrivals: { process: 'poisson', ratePerSecond },
          route: { in: 'split', fast: 'both', slow: 'both', both: 'after', after: 'out' },
          serviceSeconds: { fast: 0.5, slow: 2, after: 1 },
        },
      ],
    });
  expect(problemsOf(() => checkStability(network(0.6), 'test')).map(({ path }) => path)).toEqual(['stations[2]']);
  expect(problemsOf(() => checkStability(network(0.4), 'test'))).toEqual([]);
});

test('outages take servers away where service is interrupted, and less where it is finished first', () => {
  const outages = { upSeconds: 1, downSeconds: 1 };
  expect(refused({ name: 'cpu', type: 'priority', outages }, 0.6)).toHaveLength(1);
  expect(refused({ name: 'cpu', type: 'priority', outages }, 0.4)).toEqual([]);
  // A constant second of service has half a second to go, on average, when the server is due to fail.
  expect(refused({ name: 'cpu', type: 'queue', outages }, 0.6)).toEqual([]);
});

test('a schedule gives its servers on average', () => {
  const schedule = { servers: [1, 3], stepSeconds: 1000 };
  expect(refused({ name: 'cpu', type: 'sharing', schedule }, 2.1)).toHaveLength(1);
  expect(refused({ name: 'cpu', type: 'sharing', schedule }, 1.9)).toEqual([]);
});

test('room and patience limit what comes, so nothing is refused', () => {
  expect(refused({ name: 'cpu', type: 'queue', room: 5 }, 7)).toEqual([]);
});

test('a class without a long-run rate does not hide the load of another', () => {
  const network = networkOf({
    stations: [{ name: 'cpu', type: 'queue' }],
    classes: [
      {
        name: 'a',
        arrivals: { process: 'poisson', ratePerSecond: 2 },
        route: { in: 'cpu', cpu: 'out' },
        serviceSeconds: { cpu: 1 },
      },
      {
        name: 'b',
        arrivals: { process: 'trace', atSeconds: [1] },
        route: { in: 'cpu', cpu: 'out' },
        serviceSeconds: { cpu: 1 },
      },
    ],
  });
  expect(problemsOf(() => checkStability(network, 'test'))).toHaveLength(1);
});
