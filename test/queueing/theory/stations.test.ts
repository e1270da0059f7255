import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/core/random-streams.ts';
import { mg1Breakdowns } from '../../../src/queueing/availability/mg1-breakdowns.ts';
import { type Move, type State, stationaryLaw } from '../../../src/queueing/chains/stationary-law.ts';
import {
  deterministicMoments,
  erlangMoments,
  exponentialMoments,
  hyperexponentialMoments,
  twoMoments,
} from '../../../src/queueing/moments.ts';
import { erlangA } from '../../../src/queueing/stations/erlang-a.ts';
import { blockingProbability } from '../../../src/queueing/stations/erlang-b.ts';
import { finiteSource } from '../../../src/queueing/stations/finite-source.ts';
import { forkJoin } from '../../../src/queueing/stations/fork-join.ts';
import { ggc } from '../../../src/queueing/stations/ggc.ts';
import { gim1 } from '../../../src/queueing/stations/gim1.ts';
import { deterministicLaw, erlangLaw } from '../../../src/queueing/stations/interarrival-laws.ts';
import { mdc } from '../../../src/queueing/stations/mdc.ts';
import { mgInfinity } from '../../../src/queueing/stations/mg-infinity.ts';
import { mg1 } from '../../../src/queueing/stations/mg1.ts';
import { mg1LcfsPr } from '../../../src/queueing/stations/mg1-lcfs-pr.ts';
import { mg1Ps } from '../../../src/queueing/stations/mg1-ps.ts';
import { mg1Vacations } from '../../../src/queueing/stations/mg1-vacations.ts';
import { mgc } from '../../../src/queueing/stations/mgc.ts';
import { mgcPs } from '../../../src/queueing/stations/mgc-ps.ts';
import { mgcc } from '../../../src/queueing/stations/mgcc.ts';
import { mm1 } from '../../../src/queueing/stations/mm1.ts';
import { mm1Feedback } from '../../../src/queueing/stations/mm1-feedback.ts';
import { mmc } from '../../../src/queueing/stations/mmc.ts';
import { mmcTails } from '../../../src/queueing/stations/mmc-tails.ts';
import { mmcTimeout } from '../../../src/queueing/stations/mmc-timeout.ts';
import { mmck } from '../../../src/queueing/stations/mmck.ts';
import { mxg1 } from '../../../src/queueing/stations/mxg1.ts';
import { expectClose, expectLittle } from './little.ts';

const seconds = fc.double({ min: 1e-3, max: 100, noNaN: true });
const utilisations = fc.double({ min: 0.01, max: 0.98, noNaN: true });
const anyUtilisation = fc.double({ min: 0, max: 3, noNaN: true });
const servers = fc.integer({ min: 1, max: 40 });
/** A load by its utilisation, which is what decides. */
const loads = (utilisation: fc.Arbitrary<number>) =>
  fc.record({ utilisation, serviceSeconds: seconds, servers }).map(({ utilisation: rho, ...rest }) => ({
    ...rest,
    arrivalRatePerSecond: (rho * rest.servers) / rest.serviceSeconds,
  }));

/** Mean of a value over a chain that is solved, not summed up in a formula. */
const mean = (law: ReturnType<typeof stationaryLaw>, value: (state: State) => number): number =>
  law.reduce((sum, { state, probability }) => sum + probability * value(state), 0);
const number = ([customers = 0]: State): number => customers;

describe("Little's law", () => {
  test('holds in the answer of every station, stable or not', () => {
    fc.assert(
      fc.property(loads(anyUtilisation), fc.double({ min: 0, max: 8, noNaN: true }), (load, variation) => {
        const { arrivalRatePerSecond, serviceSeconds } = load;
        const service = twoMoments(serviceSeconds, variation);
        const single = { arrivalRatePerSecond: arrivalRatePerSecond / load.servers, service };
        for (const answer of [
          mmc(load),
          mgInfinity(load),
          mgcc(load),
          mmck({ ...load, room: load.servers + 7 }),
          mg1(single),
          mg1LcfsPr(single),
          mg1Ps({ ...load, arrivalRatePerSecond: single.arrivalRatePerSecond }),
          mgcPs(load),
          mdc(load),
          mgc({ ...load, service }),
          ggc({ ...load, service, arrivalSquaredVariation: 2 }),
          mg1Vacations({ ...single, vacation: service }),
          mg1Breakdowns({ ...single, failureRatePerSecond: 0.1, repair: service, failsWhenIdle: true }),
          mxg1({
            batchRatePerSecond: single.arrivalRatePerSecond / 2,
            meanBatchSize: 2,
            meanSquareBatchSize: 5,
            service,
          }),
          mm1Feedback({ arrivalRatePerSecond: single.arrivalRatePerSecond, serviceSeconds, returnProbability: 0.4 }),
          finiteSource({ ...load, population: 9, thinkSeconds: serviceSeconds * 3 }),
        ])
          expectLittle(answer);
        if (arrivalRatePerSecond > 0) {
          const impatient = { ...load, patienceSeconds: serviceSeconds * 2 };
          expectLittle(erlangA(impatient), arrivalRatePerSecond);
          expectLittle(mmcTimeout(impatient), arrivalRatePerSecond);
        }
      }),
    );
  });

  test('fails in an answer that was tampered with: the check can fail', () => {
    const answer = mmc({ arrivalRatePerSecond: 0.5, serviceSeconds: 1, servers: 1 });
    expect(() => expectLittle({ ...answer, meanNumber: answer.meanNumber * 1.001 })).toThrow();
  });
});

describe('a station that is not stable', () => {
  test('answers with its offered utilisation, what its servers can do and Infinity, so that a table can show it', () => {
    const answer = mmc({ arrivalRatePerSecond: 3, serviceSeconds: 1, servers: 2 });
    expect(answer).toMatchObject({ stable: false, utilisation: 1.5, throughputPerSecond: 2, waitingProbability: 1 });
    expect(answer.waitingQuantilesSeconds).toEqual({ p50: Infinity, p95: Infinity, p99: Infinity });
    expect(answer.responseQuantilesSeconds.p50).toBe(Infinity);
    expect(mm1({ arrivalRatePerSecond: 1, serviceSeconds: 1 })).toMatchObject({
      stable: false,
      numberVariance: Infinity,
    });
    expect(mdc({ arrivalRatePerSecond: 3, serviceSeconds: 1, servers: 2 })).toMatchObject({ waitingProbability: 1 });
    const saturated = gim1({ interarrival: deterministicLaw(1), serviceSeconds: 2 });
    expect(saturated).toMatchObject({ stable: false, waitingProbability: 1, throughputPerSecond: 0.5 });
    expect(saturated.responseQuantilesSeconds.p99).toBe(Infinity);
    const single = { arrivalRatePerSecond: 1, service: erlangMoments(2, 3) };
    expect(mg1(single)).toMatchObject({
      stable: false,
      meanBusyPeriodSeconds: Infinity,
      responseVarianceSeconds2: Infinity,
    });
    expect(mg1LcfsPr(single)).toMatchObject({ stable: false, responseVarianceSeconds2: Infinity });
    expect(forkJoin({ arrivalRatePerSecond: 2, serviceSeconds: 1, branches: 3 })).toMatchObject({
      stable: false,
      meanResponseSeconds: Infinity,
      meanNumber: Infinity,
    });
  });

  test('has no answer with NaN in it, also without arrivals', () => {
    const idle = { arrivalRatePerSecond: 0, serviceSeconds: 2, servers: 3, room: 4, patienceSeconds: 1 };
    const single = { arrivalRatePerSecond: 0, service: exponentialMoments(2) };
    for (const answer of [
      mmc(idle),
      mmck(idle),
      mgcc(idle),
      erlangA(idle),
      mmcTimeout(idle),
      mdc(idle),
      mgcPs(idle),
      mg1(single),
    ]) {
      expect(JSON.stringify(answer)).not.toContain('NaN');
      expect(Object.values(answer)).not.toContain(Number.NaN);
      expect(answer).toMatchObject({ utilisation: 0, meanWaitingSeconds: 0, meanResponseSeconds: 2, meanNumber: 0 });
    }
    for (const variation of [0, 0.5, 1, 3])
      expect(mgc({ arrivalRatePerSecond: 0, servers: 2, service: twoMoments(1, variation) }).meanWaitingSeconds).toBe(
        0,
      );
  });
});

describe('M/M/c', () => {
  test('is M/M/c/K with endless room, and has its quantiles of waiting', () => {
    fc.assert(
      fc.property(loads(fc.double({ min: 0.05, max: 0.9, noNaN: true })), (load) => {
        const endless = mmc(load);
        const roomy = mmck({ ...load, room: load.servers + 1500 });
        expectClose(roomy.meanResponseSeconds, endless.meanResponseSeconds);
        expectClose(roomy.meanNumber, endless.meanNumber);
        expectClose(roomy.emptyProbability, endless.emptyProbability);
        expect(roomy.waitingProbability).toBeCloseTo(endless.waitingProbability, 12);
        expectClose(roomy.waitingQuantilesSeconds.p99, endless.waitingQuantilesSeconds.p99, 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  test('is Erlang B with room for the servers only', () => {
    fc.assert(
      fc.property(loads(anyUtilisation), (load) => {
        const none = mmck({ ...load, room: load.servers });
        expectClose(none.blockingProbability, mgcc(load).blockingProbability);
        expectClose(none.throughputPerSecond, mgcc(load).throughputPerSecond);
        expect(none.waitingQuantilesSeconds.p99).toBe(0);
      }),
    );
  });

  test('has tails whose area is the mean, and quantiles on the tails', () => {
    fc.assert(
      fc.property(loads(utilisations), (load) => {
        const { waitingQuantilesSeconds, responseQuantilesSeconds, meanResponseSeconds } = mmc(load);
        const { waiting, response } = mmcTails(load);
        for (const [share, key] of [
          [0.5, 'p50'],
          [0.95, 'p95'],
          [0.99, 'p99'],
        ] as const) {
          expectClose(response(responseQuantilesSeconds[key]), 1 - share);
          expect(waiting(waitingQuantilesSeconds[key])).toBeLessThanOrEqual((1 - share) * (1 + 1e-9));
        }
        // Simpson's rule over sixty means, beyond which less than e^−10 of a tail may hide.
        const steps = 6000;
        const width = (60 * meanResponseSeconds) / steps;
        let area = 0;
        for (let step = 0; step <= steps; step += 1)
          area += response(step * width) * (step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2);
        expectClose((area * width) / 3, meanResponseSeconds, 1e-3);
      }),
      { numRuns: 30 },
    );
  });

  test('with one server has exponential responses; where wait and service decay alike, nothing is divided by 0', () => {
    const { responseQuantilesSeconds: quantiles } = mmc({ arrivalRatePerSecond: 0.7, serviceSeconds: 1, servers: 1 });
    expectClose(quantiles.p95, Math.log(20) / 0.3, 1e-12);
    // cμ − λ = μ at c = 2, λ = μ: P(T > t) = e^{−t}(1 + C t).
    const { response } = mmcTails({ arrivalRatePerSecond: 1, serviceSeconds: 1, servers: 2 });
    expectClose(response(2), Math.exp(-2) * (1 + (1 / 3) * 2), 1e-12);
    expect(response(1e4)).toBe(0);
  });

  test('is finite source with a large population', () => {
    const load = { arrivalRatePerSecond: 3, serviceSeconds: 0.5, servers: 2 };
    const source = { ...load, population: 100_000, thinkSeconds: 100_000 / 3 };
    expectClose(finiteSource(source).meanWaitingSeconds, mmc(load).meanWaitingSeconds, 1e-3);
  });
});

describe('insensitivity', () => {
  const [often, seldom] = [
    { probability: 0.9, meanSeconds: 0.5 },
    { probability: 0.1, meanSeconds: 5.5 },
  ];
  /** Customers in the short and in the long phase; `working` of them are served, shared evenly. */
  const phases = (rate: number, room: number, working: (customers: number) => number) =>
    stationaryLaw([0, 0], ([short = 0, long = 0]): Move[] => {
      const all = short + long;
      const each = all > 0 ? working(all) / all : 0;
      return [
        { to: [short + 1, long], ratePerSecond: all < room ? rate * often!.probability : 0 },
        { to: [short, long + 1], ratePerSecond: all < room ? rate * seldom!.probability : 0 },
        { to: [short - 1, long], ratePerSecond: (each * short) / often!.meanSeconds },
        { to: [short, long - 1], ratePerSecond: (each * long) / seldom!.meanSeconds },
      ];
    });

  test('Erlang B holds for hyperexponential service: the chain of phases blocks as often', () => {
    const law = phases(4, 6, (customers) => customers);
    expectClose(
      mean(law, ([a = 0, b = 0]) => (a + b === 6 ? 1 : 0)),
      blockingProbability(6, 4),
      1e-12,
    );
  });

  test('processor sharing over c cores has the number of M/M/c, and FCFS the same only if service is exponential', () => {
    const load = { arrivalRatePerSecond: 1, serviceSeconds: 1, servers: 2 };
    const law = phases(1, 40, (customers) => Math.min(customers, 2));
    expectClose(
      mean(law, ([a = 0, b = 0]) => a + b),
      mgcPs(load).meanNumber,
      1e-8,
    );
    expectClose(mgcPs(load).meanNumber, mmc(load).meanNumber, 1e-15);
  });

  test('PS, LCFS-PR and FCFS agree at one server with exponential service', () => {
    fc.assert(
      fc.property(loads(utilisations), (load) => {
        const single = { ...load, arrivalRatePerSecond: load.arrivalRatePerSecond / load.servers };
        const general = { ...single, service: exponentialMoments(load.serviceSeconds) };
        const wanted = mm1(single);
        expectClose(mg1Ps(single).meanResponseSeconds, wanted.meanResponseSeconds);
        expectClose(mg1LcfsPr(general).meanResponseSeconds, wanted.meanResponseSeconds);
        expectClose(mg1(general).meanWaitingSeconds, wanted.meanWaitingSeconds);
        expectClose(mg1(general).waitingVarianceSeconds2 ?? Number.NaN, wanted.waitingVarianceSeconds2);
        const own = gim1({
          interarrival: erlangLaw(1, 1 / single.arrivalRatePerSecond),
          serviceSeconds: load.serviceSeconds,
        });
        expectClose(own.meanResponseSeconds, wanted.meanResponseSeconds);
        expectClose(own.waitingQuantilesSeconds.p95, wanted.waitingQuantilesSeconds.p95);
      }),
    );
  });
});

describe('M/D/c', () => {
  /** Lq = Σ E[(Poisson(ia) − ic)⁺] / i: Spitzer's identity for the walk of every c-th customer, summed term by term. */
  function bySpitzer(offered: number, count: number): number {
    let queue = 0;
    for (let i = 1; i <= 4000; i += 1) {
      const [expected, level] = [i * offered, i * count];
      let log = -expected;
      for (let k = 1; k <= level; k += 1) log += Math.log(expected / k);
      let term = 0;
      let chance = Math.exp(log);
      for (let over = 1; over < 2000; over += 1) {
        chance *= expected / (level + over);
        term += over * chance;
        if (chance < 1e-20) break;
      }
      queue += term / i;
      if (term < 1e-16) break;
    }
    return queue;
  }

  test.each([
    [1, 0.5],
    [2, 0.3],
    [3, 0.7],
    [8, 0.85],
    [30, 0.9],
  ])('on %d servers at a utilisation of %d is what another way of summing gives', (count, rho) => {
    const answer = mdc({ arrivalRatePerSecond: rho * count, serviceSeconds: 1, servers: count });
    expect(answer.meanQueueLength).toBeCloseTo(bySpitzer(rho * count, count), 11);
  });

  test('is Pollaczek–Khinchine and waits with ρ at one server, up to 99.9 %', () => {
    for (const rho of [0.1, 0.9, 0.999]) {
      const answer = mdc({ arrivalRatePerSecond: rho, serviceSeconds: 1, servers: 1 });
      expectClose(answer.meanWaitingSeconds, rho / (2 * (1 - rho)), 1e-12);
      expectClose(answer.waitingProbability, rho, 1e-12);
    }
  });

  test('waits about half as long as M/M/c under load, and as M/D/1 of one fast server in the limit', () => {
    const load = { arrivalRatePerSecond: 99.9, serviceSeconds: 1, servers: 100 };
    expectClose(mdc(load).meanWaitingSeconds / mmc(load).meanWaitingSeconds, 0.5, 0.01);
  });
});

describe('approximations', () => {
  test('say that they are, and are exact where they meet a case that is known', () => {
    fc.assert(
      fc.property(loads(utilisations), ({ arrivalRatePerSecond, serviceSeconds, servers: count }) => {
        const load = { arrivalRatePerSecond, serviceSeconds, servers: count };
        const constant = mgc({ ...load, service: deterministicMoments(serviceSeconds) });
        const exponential = mgc({ ...load, service: exponentialMoments(serviceSeconds) });
        expect(constant.exact).toBe(count === 1);
        expect(Math.abs(constant.meanWaitingSeconds - mdc(load).meanWaitingSeconds)).toBeLessThan(
          1e-9 * serviceSeconds,
        );
        expectClose(exponential.meanWaitingSeconds, mmc(load).meanWaitingSeconds);
        const poisson = ggc({ ...load, service: exponentialMoments(serviceSeconds), arrivalSquaredVariation: 1 });
        expectClose(poisson.meanWaitingSeconds, mmc(load).meanWaitingSeconds);
        expect(poisson.exact).toBe(false);
      }),
    );
  });

  test('M/G/c lies between constant and exponential service, and grows with variation', () => {
    fc.assert(
      fc.property(loads(fc.double({ min: 0.3, max: 0.98, noNaN: true })), (load) => {
        const waits = [0, 0.25, 0.5, 0.75, 1, 2, 5].map(
          (variation) => mgc({ ...load, service: twoMoments(load.serviceSeconds, variation) }).meanWaitingSeconds,
        );
        expect([...waits].sort((a, b) => a - b)).toEqual(waits);
      }),
    );
  });

  test('M/G/2 is within 1 % of its chain for Erlang-2 service, and up to 11 % too long for hyperexponential service', () => {
    // In service in the first and in the second phase or branch, and waiting.
    const erlang = stationaryLaw([0, 0, 0], ([first = 0, second = 0, waiting = 0]) => [
      first + second < 2
        ? { to: [first + 1, second, 0], ratePerSecond: 1.2 }
        : { to: [first, second, waiting + 1], ratePerSecond: waiting < 100 ? 1.2 : 0 },
      { to: [first - 1, second + 1, waiting], ratePerSecond: 2 * first },
      { to: waiting > 0 ? [first + 1, second - 1, waiting - 1] : [first, second - 1, 0], ratePerSecond: 2 * second },
    ]);
    const kimura = mgc({ arrivalRatePerSecond: 1.2, service: erlangMoments(2, 1), servers: 2 });
    expectClose(
      kimura.meanQueueLength,
      mean(erlang, ([, , waiting = 0]) => waiting),
      0.01,
    );

    const branches = [
      { probability: 0.9, meanSeconds: 0.5 },
      { probability: 0.1, meanSeconds: 5.5 },
    ];
    const choice = stationaryLaw([0, 0, 0], ([short = 0, long = 0, waiting = 0]) => {
      const begin = (a: number, b: number, left: number, rate: number): Move[] => [
        { to: [a + 1, b, left], ratePerSecond: rate * branches[0]!.probability },
        { to: [a, b + 1, left], ratePerSecond: rate * branches[1]!.probability },
      ];
      const ended = (a: number, b: number, rate: number): Move[] =>
        waiting > 0 ? begin(a, b, waiting - 1, rate) : [{ to: [a, b, 0], ratePerSecond: rate }];
      return [
        ...(short + long < 2
          ? begin(short, long, 0, 1.2)
          : [{ to: [short, long, waiting + 1], ratePerSecond: waiting < 150 ? 1.2 : 0 }]),
        ...(short > 0 ? ended(short - 1, long, short / branches[0]!.meanSeconds) : []),
        ...(long > 0 ? ended(short, long - 1, long / branches[1]!.meanSeconds) : []),
      ];
    });
    const exact = mean(choice, ([, , waiting = 0]) => waiting);
    const longton = mgc({ arrivalRatePerSecond: 1.2, service: hyperexponentialMoments(branches), servers: 2 });
    expect(longton.meanQueueLength / exact).toBeGreaterThan(1);
    expect(longton.meanQueueLength / exact).toBeLessThan(1.11);
  });

  test("Kingman's bound is above GI/M/1, and his approximation near it under load", () => {
    const law = erlangLaw(3, 1);
    for (const rho of [0.3, 0.6, 0.9, 0.97]) {
      const exact = gim1({ interarrival: law, serviceSeconds: rho }).meanWaitingSeconds;
      const service = exponentialMoments(rho);
      const answer = ggc({ arrivalRatePerSecond: 1, arrivalSquaredVariation: 1 / 3, service, servers: 1 });
      expect(answer.meanWaitingBoundSeconds).toBeGreaterThan(exact);
      if (rho > 0.9) expectClose(answer.meanWaitingSeconds, exact, 0.05);
    }
  });

  test('fork–join of three is within 5 % of its chain, of two exactly on it', () => {
    const rate = 0.3;
    const chain = (branches: number, room: number) =>
      stationaryLaw(new Array(branches).fill(0), (state) => [
        { to: state.map((parts) => Math.min(room, parts + 1)), ratePerSecond: rate },
        ...state.map((parts, branch) => ({
          to: state.map((other, index) => (index === branch ? parts - 1 : other)),
          ratePerSecond: parts > 0 ? 1 : 0,
        })),
      ]);
    const unfinished = (state: State): number => Math.max(...state);
    const answer = (branches: number) => forkJoin({ arrivalRatePerSecond: rate, serviceSeconds: 1, branches });
    expect(answer(2).exact).toBe(true);
    expectClose(mean(chain(2, 18), unfinished), answer(2).meanNumber, 1e-6);
    expect(answer(3).exact).toBe(false);
    expectClose(mean(chain(3, 8), unfinished), answer(3).meanNumber, 0.05);
    expectClose(answer(1).meanResponseSeconds, 1 / 0.7);
  });
});

describe('single servers against the chains that they stand for', () => {
  const room = 120;
  const [rate, service] = [0.5, 1];
  const load = { arrivalRatePerSecond: rate, service: exponentialMoments(service) };
  const arrival = (customers: number): number => (customers < room ? rate : 0);

  test('vacations of exponential length', () => {
    const law = stationaryLaw([0, 1], ([customers = 0, away = 0]) => [
      { to: [customers + 1, away], ratePerSecond: arrival(customers) },
      { to: [customers, 0], ratePerSecond: away === 1 && customers > 0 ? 1 / 3 : 0 },
      { to: [customers - 1, customers === 1 ? 1 : 0], ratePerSecond: away === 0 ? 1 / service : 0 },
    ]);
    expectClose(mean(law, number), mg1Vacations({ ...load, vacation: exponentialMoments(3) }).meanNumber);
  });

  test.each([true, false])('breakdowns, failing when idle: %s', (failsWhenIdle) => {
    const [failure, repair] = [0.1, 2];
    const law = stationaryLaw([0, 1], ([customers = 0, up = 0]) => [
      { to: [customers + 1, up], ratePerSecond: arrival(customers) },
      { to: [customers, 0], ratePerSecond: up === 1 && (customers > 0 || failsWhenIdle) ? failure : 0 },
      { to: [customers, 1], ratePerSecond: up === 0 ? 1 / repair : 0 },
      { to: [customers - 1, up], ratePerSecond: up === 1 && customers > 0 ? 1 / service : 0 },
    ]);
    const answer = mg1Breakdowns({
      ...load,
      failureRatePerSecond: failure,
      repair: exponentialMoments(repair),
      failsWhenIdle,
    });
    expectClose(mean(law, number), answer.meanNumber);
    expectClose(answer.meanResponseSeconds, answer.meanWaitingSeconds + service);
  });

  test('batches of two', () => {
    const law = stationaryLaw([0], ([customers = 0]) => [
      { to: [customers + 2], ratePerSecond: customers < 400 ? 0.4 : 0 },
      { to: [customers - 1], ratePerSecond: customers > 0 ? 1 : 0 },
    ]);
    const batches = { batchRatePerSecond: 0.4, meanBatchSize: 2, meanSquareBatchSize: 4 };
    expectClose(mean(law, number), mxg1({ ...batches, service: exponentialMoments(1) }).meanNumber);
  });

  test('arrivals in two phases', () => {
    const law = stationaryLaw([0, 0], ([customers = 0, phase = 0]) => [
      { to: phase === 0 ? [customers, 1] : [customers + 1, 0], ratePerSecond: customers < room ? 2 * 0.7 : 0 },
      { to: [customers - 1, phase], ratePerSecond: customers > 0 ? 1 : 0 },
    ]);
    const answer = gim1({ interarrival: erlangLaw(2, 1 / 0.7), serviceSeconds: 1 });
    expectClose(mean(law, number), answer.meanNumber);
  });

  test('service in two phases', () => {
    const law = stationaryLaw([0], ([phases = 0]) => [
      { to: [phases + 2], ratePerSecond: phases < 300 ? 0.7 : 0 },
      { to: [phases - 1], ratePerSecond: phases > 0 ? 2 : 0 },
    ]);
    const answer = mg1({ arrivalRatePerSecond: 0.7, service: erlangMoments(2, 1) });
    expectClose(
      mean(law, ([phases = 0]) => Math.ceil(phases / 2)),
      answer.meanNumber,
    );
  });

  test('a batch of one, no failures and no returns are M/G/1', () => {
    const wanted = mg1(load).meanResponseSeconds;
    const one = { batchRatePerSecond: rate, meanBatchSize: 1, meanSquareBatchSize: 1 };
    expectClose(mxg1({ ...one, service: load.service }).meanResponseSeconds, wanted);
    const never = { failureRatePerSecond: 0, repair: exponentialMoments(9), failsWhenIdle: true };
    expectClose(mg1Breakdowns({ ...load, ...never }).meanResponseSeconds, wanted);
    const feedback = mm1Feedback({ arrivalRatePerSecond: rate, serviceSeconds: service, returnProbability: 0 });
    expectClose(feedback.meanResponseSeconds, wanted);
  });
});

describe('impatience', () => {
  const load = { arrivalRatePerSecond: 7, serviceSeconds: 1, servers: 8 };

  test('that never comes is M/M/c, that comes at once is Erlang B', () => {
    for (const model of [erlangA, mmcTimeout]) {
      const patient = model({ ...load, patienceSeconds: 1e7 });
      expectClose(patient.meanWaitingSeconds, mmc(load).meanWaitingSeconds, 1e-5);
      expectClose(patient.waitingProbability, mmc(load).waitingProbability, 1e-5);
      const hasty = model({ ...load, patienceSeconds: 1e-9 });
      expectClose(hasty.abandonmentProbability, blockingProbability(8, 7), 1e-6);
    }
  });

  test('keeps any load stable, and hardly waits longer than it has patience', () => {
    const heavy = { ...load, arrivalRatePerSecond: 40, patienceSeconds: 300 };
    for (const model of [erlangA, mmcTimeout]) {
      const answer = model(heavy);
      expect(answer).toMatchObject({ stable: true });
      expectClose(answer.throughputPerSecond, 8, 1e-9);
      expectClose(answer.abandonmentProbability, 0.8, 1e-9);
    }
    expectClose(mmcTimeout(heavy).meanWaitingSeconds, 300, 0.01);
  });

  test('of exponential length by the law of the wait (Baccelli and Hébuterne) is the birth–death answer', () => {
    const patienceSeconds = 2;
    const answer = erlangA({ ...load, patienceSeconds });
    // Simpson's rule over ten time units of the density λ e^{λH(x) − cμx}, in units of the last state below c.
    const steps = 20_000;
    const width = 10 / steps;
    const integral = (value: (x: number) => number): number => {
      let area = 0;
      for (let step = 0; step <= steps; step += 1) {
        const x = step * width;
        const patient = patienceSeconds * -Math.expm1(-x / patienceSeconds);
        const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
        area += weight * value(x) * 7 * Math.exp(7 * patient - 8 * x);
      }
      return (area * width) / 3;
    };
    const below = 1 / blockingProbability(7, 7);
    const total = below + integral(() => 1);
    const stays = (x: number): number => Math.exp(-x / patienceSeconds);
    expectClose(integral(() => 1) / total, answer.waitingProbability, 1e-8);
    expectClose(integral((x) => patienceSeconds * (1 - stays(x))) / total, answer.meanWaitingSeconds, 1e-8);
    const served = integral((x) => x * stays(x)) / (below + integral(stays));
    expectClose(served, answer.meanWaitingServedSeconds, 1e-8);
  });

  test('after a fixed time is what a small simulation of it gives, within three standard errors', () => {
    const random = openStream('theory/timeout');
    const exponential = (meanSeconds: number): number => -meanSeconds * Math.log(1 - random.uniform());
    const [arrivals, patience, count] = [2.4, 0.8, 2];
    const batches = Array.from({ length: 40 }, () => {
      const free: number[] = new Array(count).fill(0);
      let now = 0;
      let gone = 0;
      let waited = 0;
      for (let customer = 0; customer < 5000; customer += 1) {
        now += exponential(1 / arrivals);
        const server = free.indexOf(Math.min(...free));
        const wait = Math.max(0, free[server]! - now);
        waited += Math.min(wait, patience);
        if (wait > patience) gone += 1;
        else free[server] = now + wait + exponential(1);
      }
      return { gone: gone / 5000, waited: waited / 5000 };
    });
    const answer = mmcTimeout({
      arrivalRatePerSecond: arrivals,
      serviceSeconds: 1,
      servers: count,
      patienceSeconds: patience,
    });
    for (const [key, wanted] of [
      ['gone', answer.abandonmentProbability],
      ['waited', answer.meanWaitingSeconds],
    ] as const) {
      const values = batches.map((batch) => batch[key]);
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1);
      const error = Math.sqrt(variance / values.length);
      expect(Math.abs(average - wanted)).toBeLessThan(3 * error);
      expect(error).toBeLessThan(0.02 * wanted);
    }
  });
});

test('hyperexponential moments are those of a choice, and M/G/1 with them waits by its variation', () => {
  const moments = hyperexponentialMoments([
    { probability: 0.5, meanSeconds: 1 },
    { probability: 0.5, meanSeconds: 3 },
  ]);
  expect(moments).toEqual({ meanSeconds: 2, meanSquareSeconds2: 10, meanCubeSeconds3: 84 });
});
