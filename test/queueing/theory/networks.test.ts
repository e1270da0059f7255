import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/problem.ts';
import { type State, stationaryLaw } from '../../../src/queueing/chains/stationary-law.ts';
import { approximateMva } from '../../../src/queueing/networks/approximate-mva.ts';
import { blockingTandem } from '../../../src/queueing/networks/blocking-tandem.ts';
import { jacksonNetwork } from '../../../src/queueing/networks/jackson-network.ts';
import { multiClassMva } from '../../../src/queueing/networks/multi-class-mva.ts';
import { mva } from '../../../src/queueing/networks/mva.ts';
import { openNetwork } from '../../../src/queueing/networks/open-network.ts';
import { arrivalRates, visitCounts } from '../../../src/queueing/networks/traffic.ts';
import { finiteSource } from '../../../src/queueing/stations/finite-source.ts';
import { mg1 } from '../../../src/queueing/stations/mg1.ts';
import { mmc } from '../../../src/queueing/stations/mmc.ts';
import { mmck } from '../../../src/queueing/stations/mmck.ts';
import { closedBounds } from '../../../src/sizing/closed-bounds.ts';
import { expectClose, expectLittle } from './little.ts';

const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
const mean = (law: ReturnType<typeof stationaryLaw>, value: (state: State) => number): number =>
  law.reduce((sum, { state, probability }) => sum + probability * value(state), 0);

describe('traffic equations', () => {
  /** Routing whose rows leave something, also to the station itself. */
  const networks = fc.integer({ min: 1, max: 7 }).chain((size) =>
    fc.record({
      external: fc.array(positive(5), { minLength: size, maxLength: size }),
      routing: fc
        .array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: size, maxLength: size }), {
          minLength: size,
          maxLength: size,
        })
        .map((rows) => rows.map((row) => row.map((chance) => (0.98 * chance) / size))),
    }),
  );

  test('are met by their solution, and what comes in goes out', () => {
    fc.assert(
      fc.property(networks, ({ external, routing }) => {
        const rates = arrivalRates(external, routing);
        for (const [to, rate] of rates.entries())
          expectClose(
            rates.reduce((sum, from, index) => sum + from * routing[index]![to]!, external[to]!),
            rate,
          );
        const leaving = rates.reduce(
          (sum, rate, from) => sum + rate * (1 - routing[from]!.reduce((a, b) => a + b, 0)),
          0,
        );
        expectClose(
          leaving,
          external.reduce((a, b) => a + b, 0),
        );
      }),
    );
  });

  test('give feedback to oneself 1/(1 − p) visits, a station that nobody visits none, no arrivals nothing', () => {
    expectClose(arrivalRates([0.4], [[0.3]])[0]!, 0.4 / 0.7, 1e-15);
    expect(
      arrivalRates(
        [1, 0],
        [
          [0, 0],
          [0.5, 0],
        ],
      ),
    ).toEqual([1, 0]);
    expect(
      arrivalRates(
        [0, 0],
        [
          [0, 1],
          [0, 0],
        ],
      ),
    ).toEqual([0, 0]);
  });

  test('refuse customers who can never leave, and rows above 1', () => {
    expect(() =>
      arrivalRates(
        [1, 0],
        [
          [0, 1],
          [1, 0],
        ],
      ),
    ).toThrow(InputError);
    expect(() =>
      arrivalRates(
        [1, 0],
        [
          [0.6, 0.6],
          [0, 0],
        ],
      ),
    ).toThrow(InputError);
    expect(() =>
      arrivalRates(
        [1],
        [
          [0, 1],
          [1, 0],
        ],
      ),
    ).toThrow(InputError);
    expect(() =>
      visitCounts([
        [0, 0.5],
        [1, 0],
      ]),
    ).toThrow(InputError);
  });

  test('of a closed network count visits between two to the first station', () => {
    const visits = visitCounts([
      [0, 0.25, 0.75],
      [1, 0, 0],
      [0.5, 0, 0.5],
    ]);
    for (const [index, wanted] of [1, 0.25, 1.5].entries()) expectClose(visits[index]!, wanted, 1e-14);
  });
});

describe('open networks', () => {
  test("keep Little's law at every station, for every class and for the whole", () => {
    const station = fc.record({
      discipline: fc.constantFrom('fcfs', 'ps', 'lcfsPr'),
      servers: fc.constantFrom(1, 2, 5, Number.POSITIVE_INFINITY),
      demands: fc.tuple(positive(1), positive(1), positive(1)),
    } as const);
    fc.assert(
      fc.property(fc.array(station, { minLength: 1, maxLength: 5 }), positive(0.6), (rows, rate) => {
        const external = [rate, rate / 2, rate / 3];
        const stations = rows.map(({ discipline, servers, demands }) => ({
          discipline,
          servers: discipline === 'lcfsPr' ? 1 : servers,
          classes: demands.map((serviceSeconds, kind) => ({ arrivalRatePerSecond: external[kind]!, serviceSeconds })),
        }));
        const answer = openNetwork(stations, external);
        for (const whole of answer.stations) {
          for (const one of [whole, ...whole.classes]) expectLittle(one);
          expectClose(
            whole.classes.reduce((sum, { meanNumber }) => sum + meanNumber, 0),
            whole.meanNumber,
          );
          expectClose(
            whole.classes.reduce((sum, { utilisation }) => sum + utilisation, 0),
            whole.utilisation,
          );
        }
        expectClose(answer.meanNumber, answer.meanResponseSeconds * external.reduce((a, b) => a + b, 0));
      }),
    );
  });

  test('of one FCFS station are exact with one service time, and else M/G/c that says it is not', () => {
    const classes = [
      { arrivalRatePerSecond: 0.3, serviceSeconds: 1 },
      { arrivalRatePerSecond: 0.2, serviceSeconds: 2 },
    ];
    const unlike = openNetwork([{ discipline: 'fcfs', servers: 1, classes }], [0.3, 0.2]);
    // 0.6·Exp(1) + 0.4·Exp(2): mean 1.4, mean square 4.4.
    const service = { meanSeconds: 1.4, meanSquareSeconds2: 4.4 };
    expectClose(unlike.stations[0]!.meanWaitingSeconds, mg1({ arrivalRatePerSecond: 0.5, service }).meanWaitingSeconds);
    expect(unlike).toMatchObject({ exact: false, stable: true });
    const [short, long] = unlike.stations[0]!.classes;
    expectClose(long!.meanResponseSeconds - short!.meanResponseSeconds, 1);
    const alike = openNetwork(
      [{ discipline: 'fcfs', servers: 2, classes: classes.map((load) => ({ ...load, serviceSeconds: 3 })) }],
      [0.3, 0.2],
    );
    expect(alike.exact).toBe(true);
    expectClose(
      alike.meanResponseSeconds,
      mmc({ arrivalRatePerSecond: 0.5, serviceSeconds: 3, servers: 2 }).meanResponseSeconds,
    );
  });

  test('with a station that is not stable say so, and what each class gets through there', () => {
    const classes = [1, 3].map((arrivalRatePerSecond) => ({ arrivalRatePerSecond, serviceSeconds: 1 }));
    for (const discipline of ['fcfs', 'ps'] as const) {
      const answer = openNetwork([{ discipline, servers: 2, classes }], [1, 3]);
      expect(answer).toMatchObject({ stable: false, meanNumber: Infinity, meanResponseSeconds: Infinity });
      const through = answer.stations[0]!.classes.map(({ throughputPerSecond }) => throughputPerSecond);
      expect(through).toEqual([0.5, 1.5]);
    }
  });

  test('with delay stations and several servers are stations by themselves (Jackson)', () => {
    const answer = jacksonNetwork(
      [
        { externalRatePerSecond: 2, serviceSeconds: 0.8, servers: 3 },
        { externalRatePerSecond: 0, serviceSeconds: 5, servers: Number.POSITIVE_INFINITY },
      ],
      [
        [0, 0.25],
        [0.4, 0],
      ],
    );
    const rate = 2 / 0.9;
    expectClose(
      answer.stations[0]!.meanNumber,
      mmc({ arrivalRatePerSecond: rate, serviceSeconds: 0.8, servers: 3 }).meanNumber,
    );
    expectClose(answer.stations[1]!.meanNumber, 0.25 * rate * 5);
  });
});

describe('closed networks', () => {
  const demands = fc.array(fc.record({ demandSeconds: positive(2), servers: fc.constantFrom(1, 1, 2, 4) }), {
    minLength: 1,
    maxLength: 5,
  });
  const think = fc.double({ min: 0, max: 30, noNaN: true });

  test('lie within the asymptotic and, with single servers, the balanced bounds; nobody is lost', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 40 }), think, (stations, population, thinkSeconds) => {
        const answer = mva({ stations, population, thinkSeconds });
        const named = stations.map((station, index) => ({ name: `s${index}`, ...station }));
        const { asymptotic, balanced } = closedBounds(named, { population, thinkSeconds });
        for (const { throughputPerSecond } of balanced ? [asymptotic, balanced] : [asymptotic]) {
          expect(answer.throughputPerSecond).toBeGreaterThanOrEqual(throughputPerSecond.least * (1 - 1e-9));
          expect(answer.throughputPerSecond).toBeLessThanOrEqual(throughputPerSecond.most * (1 + 1e-9));
        }
        const thinking = answer.throughputPerSecond * thinkSeconds;
        const present = answer.stations.reduce((sum, { meanNumber }) => sum + meanNumber, 0);
        expectClose(present + thinking, population);
        for (const { utilisation } of answer.stations) expect(utilisation).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test('of one station are the finite source, also with hundreds of servers under load', () => {
    for (const [servers, population] of [
      [1, 30],
      [2, 10],
      [16, 40],
      [100, 400],
    ] as const) {
      const source = finiteSource({ population, thinkSeconds: 2, serviceSeconds: 1, servers });
      const answer = mva({ stations: [{ demandSeconds: 1, servers }], population, thinkSeconds: 2 });
      expectClose(answer.throughputPerSecond, source.throughputPerSecond, 1e-12);
      expectClose(answer.stations[0]!.meanNumber, source.meanNumber, 1e-11);
    }
  });

  test('with several servers at several stations agree with the chain of their states', () => {
    const stations = [
      { demandSeconds: 0.5, servers: 2 },
      { demandSeconds: 0.3, servers: 1 },
      { demandSeconds: 0.9, servers: 3 },
    ];
    const [population, thinkSeconds] = [8, 1];
    // In the order think → 0 → 1 → 2 → think; a state is the numbers at the three stations.
    const law = stationaryLaw([0, 0, 0], (state) => {
      const thinking = population - state.reduce((a, b) => a + b, 0);
      const change = (from: number, to: number): State =>
        state.map((here, index) => here - Number(index === from) + Number(index === to));
      return [
        { to: change(-1, 0), ratePerSecond: thinking / thinkSeconds },
        ...stations.map(({ demandSeconds, servers }, from) => ({
          to: change(from, from + 1),
          ratePerSecond: Math.min(state[from]!, servers) / demandSeconds,
        })),
      ];
    });
    const answer = mva({ stations, population, thinkSeconds });
    for (const index of stations.keys())
      expectClose(
        answer.stations[index]!.meanNumber,
        mean(law, (state) => state[index]!),
        1e-12,
      );
    const delayed = mva({
      stations: [...stations, { demandSeconds: thinkSeconds, servers: Infinity }],
      population,
      thinkSeconds: 0,
    });
    expectClose(delayed.throughputPerSecond, answer.throughputPerSecond, 1e-12);
  });

  test('with several servers stay sound where marginal probabilities by subtraction turn negative', () => {
    const stations = [
      { demandSeconds: 1, servers: 16 },
      { demandSeconds: 1 / 16, servers: 1 },
    ];
    const answer = mva({ stations, population: 300, thinkSeconds: 0 });
    expect(answer.throughputPerSecond).toBeLessThanOrEqual(16);
    expectClose(answer.throughputPerSecond, 16, 0.01);
  });

  test('without any single server or think time are solved too', () => {
    const answer = mva({
      stations: [
        { demandSeconds: 1, servers: 2 },
        { demandSeconds: 0, servers: 3 },
      ],
      population: 5,
      thinkSeconds: 0,
    });
    expectClose(answer.throughputPerSecond, 2, 1e-12);
    expect(answer.stations.map(({ meanNumber }) => meanNumber)).toEqual([5, 0]);
  });

  const classes = fc.record({
    stations: fc.array(
      fc.record({
        demandsSeconds: fc.tuple(positive(1), positive(1)),
        servers: fc.constantFrom(1, 1, Number.POSITIVE_INFINITY),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    populations: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })),
    thinksSeconds: fc.tuple(think, think),
  });

  test('of several classes that are alike are one class', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 9 }), think, (rows, half, thinkSeconds) => {
        const stations = rows.map(({ demandSeconds }) => ({ demandSeconds, servers: 1 }));
        const one = mva({ stations, population: 3 * half, thinkSeconds });
        const two = multiClassMva({
          stations: stations.map(({ demandSeconds: demand }) => ({ demandsSeconds: [demand, demand], servers: 1 })),
          populations: [half, 2 * half],
          thinksSeconds: [thinkSeconds, thinkSeconds],
        });
        expectClose(two.classes[0]!.throughputPerSecond, one.throughputPerSecond / 3);
        expectClose(two.classes[1]!.responseSeconds, one.responseSeconds);
        for (const [index, station] of two.stations.entries())
          expectClose(station.meanNumber, one.stations[index]!.meanNumber, 1e-8);
      }),
    );
  });

  test('approximately: Schweitzer within 15 %, Linearizer within 2 %, both said to be approximations', () => {
    fc.assert(
      fc.property(classes, (network) => {
        const exact = multiClassMva(network);
        for (const [method, within] of [
          ['schweitzer', 0.15],
          ['linearizer', 0.02],
        ] as const) {
          const answer = approximateMva(network, method);
          expect(answer.exact).toBe(false);
          for (const [index, { throughputPerSecond }] of answer.classes.entries()) {
            expectClose(throughputPerSecond, exact.classes[index]!.throughputPerSecond, within);
            const present = answer.stations.reduce((sum, { meanNumbers }) => sum + meanNumbers[index]!, 0);
            expectClose(
              present + throughputPerSecond * network.thinksSeconds[index]!,
              network.populations[index]!,
              1e-9,
            );
          }
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('approximately with several servers and thousands of customers end, near the limit of the bottleneck', () => {
    const answer = approximateMva({
      stations: [
        { demandsSeconds: [0.08, 0.04], servers: 4 },
        { demandsSeconds: [0.01, 0.012], servers: 1 },
      ],
      populations: [3000, 1000],
      thinksSeconds: [20, 30],
    });
    expectClose(answer.stations[0]!.utilisation, 1, 0.01);
    expect(answer.stations[0]!.utilisation).toBeLessThanOrEqual(1);
  });

  test('that are too large for the exact analysis are refused with the way out, as are stations of several servers', () => {
    const large = {
      stations: [{ demandsSeconds: [1, 1], servers: 1 }],
      populations: [3000, 3000],
      thinksSeconds: [0, 0],
    };
    expect(() => multiClassMva(large)).toThrow(/approximateMva/);
    const several = { ...large, stations: [{ demandsSeconds: [1, 1], servers: 2 }], populations: [3, 3] };
    expect(() => multiClassMva(several)).toThrow(/approximateMva/);
    expect(approximateMva(large).classes[0]!.throughputPerSecond).toBeCloseTo(0.5, 6);
  });

  test('where a class has nobody ask nothing for it', () => {
    const network = {
      stations: [{ demandsSeconds: [1, 2], servers: 1 }],
      populations: [4, 0],
      thinksSeconds: [3, 0],
    };
    const one = mva({ stations: [{ demandSeconds: 1, servers: 1 }], population: 4, thinkSeconds: 3 });
    for (const answer of [multiClassMva(network), approximateMva(network)]) {
      expectClose(answer.classes[0]!.throughputPerSecond, one.throughputPerSecond, 0.01);
      expect(answer.classes[1]!.throughputPerSecond).toBe(0);
    }
  });
});

describe('blocking after service', () => {
  test('at one station is M/M/c/K', () => {
    const answer = blockingTandem(3, [{ serviceSeconds: 1, servers: 2, room: 6 }]);
    const wanted = mmck({ arrivalRatePerSecond: 3, serviceSeconds: 1, servers: 2, room: 6 });
    expectClose(answer.blockingProbability, wanted.blockingProbability, 1e-13);
    expectClose(answer.meanNumber, wanted.meanNumber, 1e-13);
    expectClose(answer.meanResponseSeconds, wanted.meanResponseSeconds, 1e-13);
  });

  test('carries what enters, keeps Little, and blocks less and less as rooms grow: Jackson in the end', () => {
    const tandem = (room: number) =>
      blockingTandem(
        0.5,
        [1, 2].map((servers) => ({ serviceSeconds: servers, servers, room })),
      );
    const answers = [2, 4, 8, 16, 26].map(tandem);
    for (const answer of answers) {
      expectClose(answer.throughputPerSecond, 0.5 * (1 - answer.blockingProbability), 1e-12);
      expectClose(
        answer.stations.reduce((sum, { meanNumber }) => sum + meanNumber, 0),
        answer.meanNumber,
        1e-12,
      );
    }
    const lost = answers.map(({ blockingProbability }) => blockingProbability);
    expect([...lost].sort((a, b) => b - a)).toEqual(lost);
    const jackson = mmc({ arrivalRatePerSecond: 0.5, serviceSeconds: 2, servers: 2 }).meanNumber + 1;
    expectClose(answers.at(-1)!.meanNumber, jackson, 1e-4);
  });

  test('is refused when the chain is too large, and a room too small for its servers', () => {
    expect(() => blockingTandem(1, new Array(4).fill({ serviceSeconds: 1, servers: 1, room: 10 }))).toThrow(/1500/);
    expect(() => blockingTandem(1, [{ serviceSeconds: 1, servers: 3, room: 2 }])).toThrow(InputError);
  });
});
