// Simulated stations against closed forms: ten replications with fixed seeds, the exact value inside the 99 % interval. The
// negative control at the end shows that the test can fail.
import { describe, expect, test } from 'vitest';
import type { RandomStream } from '../../src/core/random.ts';
import { openStream } from '../../src/core/random-streams.ts';
import { RenewalArrivals } from '../../src/sim/arrivals/renewal-arrivals.ts';
import { Kernel } from '../../src/sim/kernel.ts';
import { QueueStation } from '../../src/sim/queue-station.ts';
import { exponential } from '../../src/stats/distributions/exponential.ts';
import { exponentialDraws } from '../../src/stats/draws.ts';
import { meanInterval } from '../../src/stats/interval.ts';

interface Queue {
  readonly rate: number;
  readonly servers: number;
  readonly room?: number;
  readonly service: (random: RandomStream) => number;
}

const NOBODY = { served: () => {} };

function simulate(name: string, { rate, servers, room, service }: Queue, replication: number) {
  const kernel = new Kernel();
  const station = new QueueStation(name, kernel, { servers, ...(room === undefined ? {} : { room }) });
  const random = openStream(`${name}/${replication}/service`);
  const gaps = exponentialDraws(1 / rate, openStream(`${name}/${replication}/arrivals`));
  new RenewalArrivals(kernel, gaps, () => void station.arrive(NOBODY, service(random))).start();
  kernel.run(2000);
  station.resetAt(kernel.now);
  kernel.run(22_000);
  const visits = station.visits[0]!;
  expect(station.brokenLaw(kernel.now)).toBeNull();
  return {
    waiting: visits.waiting.mean,
    response: visits.response.mean,
    utilisation: station.busy(0).mean(kernel.now) / servers,
    number: visits.number.mean(kernel.now),
    blocked: visits.refused / (visits.refused + visits.arrivals),
  };
}

const interval = (name: string, queue: Queue, what: keyof ReturnType<typeof simulate>) =>
  meanInterval(
    Array.from({ length: 10 }, (_, replication) => simulate(name, queue, replication)[what]),
    0.99,
  );

const exp = (mean: number) => (random: RandomStream) => exponential(mean, random);

/** Erlang's C formula: probability to wait in M/M/c. */
function erlangC(servers: number, load: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < servers; k += 1) {
    term *= load / k;
    sum += term;
  }
  const last = ((term * load) / servers) * (servers / (servers - load));
  return last / (sum + last);
}

/** Erlang's B formula: probability to be blocked in M/G/c/c. */
const erlangB = (servers: number, load: number): number => {
  let inverse = 1;
  for (let k = 1; k <= servers; k += 1) inverse = 1 + (k / load) * inverse;
  return 1 / inverse;
};

describe('closed forms', () => {
  const mm1 = (rho: number): Queue => ({ rate: rho, servers: 1, service: exp(1) });
  test.each([
    ['M/M/1 at 50 %: mean wait', 'mm1-50', mm1(0.5), 'waiting', 1],
    ['M/M/1 at 80 %: mean wait', 'mm1-80', mm1(0.8), 'waiting', 4],
    ['M/M/1 at 80 %: utilisation', 'mm1-80', mm1(0.8), 'utilisation', 0.8],
    ['M/M/1 at 80 %: number in station', 'mm1-80', mm1(0.8), 'number', 4],
    [
      'M/M/4 at 80 %: mean wait',
      'mm4-80',
      { rate: 3.2, servers: 4, service: exp(1) },
      'waiting',
      erlangC(4, 3.2) / (4 - 3.2),
    ],
    [
      'M/D/1 at 80 %: mean wait (Pollaczek, Khinchine)',
      'md1-80',
      { rate: 0.8, servers: 1, service: () => 1 },
      'waiting',
      2,
    ],
    ['M/M/∞: number in station', 'mminf', { rate: 3, servers: Number.POSITIVE_INFINITY, service: exp(2) }, 'number', 6],
    [
      'M/M/5/5: blocked (Erlang B)',
      'mm55',
      { rate: 4, servers: 5, room: 5, service: exp(1) },
      'blocked',
      erlangB(5, 4),
    ],
    [
      'M/D/5/5: blocked, whatever the service distribution',
      'md55',
      { rate: 4, servers: 5, room: 5, service: () => 1 },
      'blocked',
      erlangB(5, 4),
    ],
  ] as const)('%s within the 99 %% interval of theory', (_title, name, queue, what, exact) => {
    const { mean, halfWidth } = interval(name, queue, what);
    expect(Math.abs(mean - exact)).toBeLessThanOrEqual(halfWidth ?? 0);
    expect(halfWidth ?? 1).toBeLessThan(0.15 * exact);
  });

  test('a service time that is 5 % too long falls outside: the check can fail', () => {
    const { mean, halfWidth } = interval('mm1-80', { rate: 0.8, servers: 1, service: exp(1.05) }, 'waiting');
    expect(Math.abs(mean - 4)).toBeGreaterThan(halfWidth ?? 0);
  });

  test('laws that hold exactly are broken by a visit that is not counted', () => {
    const kernel = new Kernel();
    const station = new QueueStation('x', kernel, { servers: 1 });
    station.arrive(NOBODY, 5);
    kernel.run(10);
    expect(station.brokenLaw(10)).toBeNull();
    station.visits[0]?.number.add(1, 10);
    expect(station.brokenLaw(12)).toBe('littlesLaw');
  });
});
