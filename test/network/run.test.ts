// How a network is run: determinism, precision, warm-up, variance reduction, limits.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { findWarmUp } from '../../src/network/find-warm-up.ts';
import { parseNetwork } from '../../src/network/parse-network.ts';
import { replicateNetwork } from '../../src/network/replicate-network.ts';
import { networkExperiment, simulateNetwork } from '../../src/network/simulate-network.ts';
import { at, holds, networkOf, problemsOf, simulate, through, whole } from './lab.ts';
import { randomNetwork } from './random-network.ts';

const MM1 = through(
  [{ name: 'server', type: 'queue' }],
  { server: { type: 'exponential', mean: 1 } },
  { arrivals: { process: 'poisson', ratePerSecond: 0.8 } },
);

test('the same seed gives the same result, another seed another', () => {
  const run = { replications: 3, lengthSeconds: 500 };
  expect(simulate(MM1, run)).toEqual(simulate(MM1, run));
  expect(simulate(MM1, { ...run, seed: 'other' }).events).not.toBe(simulate(MM1, run).events);
});

test('a replication does not depend on those before it', () => {
  const network = networkOf(MM1, { lengthSeconds: 200 });
  const inOrder = [0, 1, 2].map((replication) => replicateNetwork(network, 50, replication));
  expect(replicateNetwork(network, 50, 2)).toEqual(inOrder[2]);
});

test('a station more does not change the draws of the others', () => {
  const [station] = MM1.stations;
  const more = { ...MM1, stations: [{ name: 'unused', type: 'delay' as const }, station!] };
  const run = { replications: 2, lengthSeconds: 500 };
  expect(whole(simulate(more, run), 'meanResponseSeconds')).toEqual(whole(simulate(MM1, run), 'meanResponseSeconds'));
});

describe('replications are made', () => {
  test('until response and throughput are as precise as wanted', () => {
    const result = simulate(MM1, { precision: { relativeHalfWidth: 0.1 }, replications: 5, lengthSeconds: 2000 });
    expect(result.stopped).toBe('precise');
    expect(result.replications).toBeGreaterThan(5);
    const { mean, halfWidth } = whole(result, 'meanResponseSeconds');
    expect(halfWidth! / mean).toBeLessThan(0.1);
  });

  test('as many as are allowed where that is too few', () => {
    const precision = { relativeHalfWidth: 0.001, mostReplications: 8 };
    const result = simulate(MM1, { precision, replications: 4, lengthSeconds: 200 });
    expect(result).toMatchObject({ stopped: 'most reached', replications: 8 });
  });

  test('to the same number by whoever makes some ahead', () => {
    const network = networkOf(MM1, { precision: { relativeHalfWidth: 0.2 }, replications: 4, lengthSeconds: 1000 });
    const { advise, replicate } = networkExperiment(network, findWarmUp(network));
    const ahead = Array.from({ length: 60 }, (_, replication) => replicate(replication));
    const enough = ahead.findIndex((_, count) => advise(ahead.slice(0, count)).stop);
    expect(simulateNetwork(network).replications).toBe(enough);
  });

  test('in whole pairs where they are antithetic', () => {
    const precision = { relativeHalfWidth: 0.1 };
    expect(simulate(MM1, { precision, antithetic: true, replications: 4 }).replications % 2).toBe(0);
  });
});

test('antithetic pairs narrow the intervals of M/M/1 for the same number of replications', () => {
  const run = { replications: 200, lengthSeconds: 500 };
  const single = simulate(MM1, run);
  const paired = simulate(MM1, { ...run, antithetic: true });
  const busy = at(paired, 'server', 'utilisation');
  expect(busy.halfWidth!).toBeLessThan(0.8 * at(single, 'server', 'utilisation').halfWidth!);
  expect(holds(busy, 0.8)).toBe(true);
  const response = whole(paired, 'meanResponseSeconds');
  expect(response.halfWidth!).toBeLessThan(0.95 * whole(single, 'meanResponseSeconds').halfWidth!);
});

describe('the warm-up', () => {
  test('that is given is taken', () => {
    expect(simulate(MM1, { replications: 1 }).warmUp).toMatchObject({ seconds: 200, method: 'given', plot: null });
  });

  test('is found where a network fills up slowly', () => {
    const slow = through([{ name: 'sessions', type: 'delay' }], { sessions: { type: 'exponential', mean: 1000 } });
    const found = findWarmUp(networkOf(slow, { warmUpSeconds: 'auto', lengthSeconds: 40_000 }));
    expect(found).toMatchObject({ method: 'MSER-5', reliable: true, plot: { station: 'sessions' } });
    expect(found.seconds).toBeGreaterThan(1000);
    expect(found.seconds).toBeLessThan(8000);
    const { meanNumber, measure, seconds } = found.plot!;
    expect(meanNumber.length).toBe(seconds.length);
    const least = measure.indexOf(Math.min(...measure));
    expect(least === 0 ? 0 : seconds[least - 1]).toBeCloseTo(found.seconds, 9);
  });

  test('left out, the numbers of such a network are too small', () => {
    const slow = through([{ name: 'sessions', type: 'delay' }], { sessions: { type: 'exponential', mean: 1000 } });
    const run = { lengthSeconds: 4000, replications: 10 };
    const biased = at(simulate(slow, { ...run, warmUpSeconds: 0 }), 'sessions', 'meanNumber');
    const warm = at(simulate(slow, { ...run, warmUpSeconds: 6000 }), 'sessions', 'meanNumber');
    expect(biased.high!).toBeLessThan(500);
    expect(warm.low! < 500 && warm.high! > 500).toBe(true);
  });

  test('without an end is told as such', () => {
    // Never overloaded on paper, but the trace brings all that it has from the start on.
    const growing = through(
      [{ name: 'line', type: 'queue' }],
      { line: 1 },
      { arrivals: { process: 'trace', atSeconds: Array.from({ length: 3000 }, (_, index) => index / 2) } },
    );
    expect(findWarmUp(networkOf(growing, { warmUpSeconds: 'auto', lengthSeconds: 1000 }))).toMatchObject({
      reliable: false,
      why: expect.stringContaining('longer'),
    });
  });
});

test('a queue that grows all through the run is reported', () => {
  const atSeconds = Array.from({ length: 2000 }, (_, index) => index / 2);
  const run = { replications: 2, warmUpSeconds: 0, lengthSeconds: 900 };
  const grows = (seconds: number) =>
    simulate(
      through([{ name: 'line', type: 'queue' }], { line: seconds }, { arrivals: { process: 'trace', atSeconds } }),
      run,
    ).stations[0]!.grows;
  expect(grows(1)).toBe(true);
  expect(grows(0.4)).toBe(false);
});

test('an overloaded network is not simulated', () => {
  const overloaded = networkOf(through([{ name: 'line', type: 'queue' }], { line: 3 }));
  expect(problemsOf(() => simulateNetwork(overloaded))).toMatchObject([{ path: 'stations[0]' }]);
});

test('a run that needs more events than allowed is refused, not endless', () => {
  const problems = problemsOf(() => simulate(MM1, { maxEvents: 1000 }));
  expect(problems).toMatchObject([{ path: 'run.maxEvents', got: expect.stringContaining('replication 0') }]);
});

test('what never happened has no interval', () => {
  const result = simulate(through([{ name: 'door', type: 'queue', room: 50 }], { door: 0.1 }), {
    replications: 3,
    lengthSeconds: 100,
  });
  expect(at(result, 'door', 'blockingProbability')).toMatchObject({
    mean: 0,
    halfWidth: null,
    why: 'it never happened',
  });
});

test('any valid network runs, keeps its laws, and gives finite numbers', () => {
  fc.assert(
    fc.property(randomNetwork, (network) => {
      try {
        const text = JSON.stringify(simulateNetwork(network));
        expect(text).not.toContain('NaN');
      } catch (error) {
        // Overload, rings of full stations and too many events are refused; a law that breaks is no InputError.
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { seed: 4, numRuns: 150 },
  );
});

test('a network is the same from YAML and from JSON', () => {
  const text = JSON.stringify({ plimsoll: 1, kind: 'network', name: 'lab', ...MM1, run: { lengthSeconds: 10 } });
  expect(parseNetwork(text, 'a.json')).toEqual(parseNetwork(`# a comment\n${text}`, 'a.yaml'));
});
