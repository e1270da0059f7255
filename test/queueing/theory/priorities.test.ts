import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type State, stationaryLaw } from '../../../src/queueing/chains/stationary-law.ts';
import { mmcPriorities } from '../../../src/queueing/classes/mmc-priorities.ts';
import { nonPreemptive } from '../../../src/queueing/classes/non-preemptive.ts';
import { preemptiveResume } from '../../../src/queueing/classes/preemptive-resume.ts';
import { exponentialMoments, twoMoments } from '../../../src/queueing/moments.ts';
import { mg1 } from '../../../src/queueing/stations/mg1.ts';
import { mmc } from '../../../src/queueing/stations/mmc.ts';
import { expectClose, expectLittle } from './little.ts';

const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
const kinds = fc.array(fc.record({ weight: positive(1), meanSeconds: positive(10), variation: positive(6) }), {
  minLength: 1,
  maxLength: 5,
});

/** Classes that together offer this utilisation. */
const classesOf = (utilisation: number, mix: readonly { weight: number; meanSeconds: number; variation: number }[]) => {
  const total = mix.reduce((sum, { weight }) => sum + weight, 0);
  return mix.map(({ weight, meanSeconds, variation }) => ({
    arrivalRatePerSecond: (utilisation * weight) / total / meanSeconds,
    service: twoMoments(meanSeconds, variation),
  }));
};

const mean = (law: ReturnType<typeof stationaryLaw>, value: (state: State) => number): number =>
  law.reduce((sum, { state, probability }) => sum + probability * value(state), 0);

describe('priorities at one server', () => {
  test('keep the work: Σ ρₖWₖ is that of first come first served, whatever the order of the classes', () => {
    fc.assert(
      fc.property(positive(0.95), kinds, (utilisation, mix) => {
        const classes = classesOf(utilisation, mix);
        const work = (order: typeof classes): number =>
          nonPreemptive(order).reduce((sum, answer) => sum + answer.utilisation * answer.meanWaitingSeconds, 0);
        const residual = classes.reduce(
          (sum, { arrivalRatePerSecond, service }) => sum + (arrivalRatePerSecond * service.meanSquareSeconds2) / 2,
          0,
        );
        const fcfs = (utilisation * residual) / (1 - utilisation);
        expectClose(work(classes), fcfs);
        expectClose(work([...classes].reverse()), fcfs);
        for (const answer of [...nonPreemptive(classes), ...preemptiveResume(classes)]) expectLittle(answer);
      }),
    );
  });

  test('of one class are no priorities', () => {
    fc.assert(
      fc.property(positive(1.5), kinds, (utilisation, mix) => {
        const [only] = classesOf(utilisation, mix.slice(0, 1));
        const wanted = mg1(only!);
        for (const [answer] of [nonPreemptive([only!]), preemptiveResume([only!])]) {
          expectClose(answer!.meanWaitingSeconds, wanted.meanWaitingSeconds);
          expect(answer!.stable).toBe(wanted.stable);
        }
      }),
    );
  });

  test('keep the number when service is one exponential: any work-conserving order of equals', () => {
    fc.assert(
      fc.property(positive(0.95), fc.array(positive(1), { minLength: 1, maxLength: 5 }), (utilisation, weights) => {
        const mix = weights.map((weight) => ({ weight, meanSeconds: 2, variation: 1 }));
        const classes = classesOf(utilisation, mix);
        const wanted = mmc({ arrivalRatePerSecond: utilisation / 2, serviceSeconds: 2, servers: 1 }).meanNumber;
        for (const answers of [nonPreemptive(classes), preemptiveResume(classes)])
          expectClose(
            answers.reduce((sum, { meanNumber }) => sum + meanNumber, 0),
            wanted,
          );
      }),
    );
  });

  const [high, low] = [
    { arrivalRatePerSecond: 0.3, service: exponentialMoments(1) },
    { arrivalRatePerSecond: 0.1, service: exponentialMoments(3) },
  ];
  const room = 27;

  test('preemptive-resume agrees with its chain', () => {
    const law = stationaryLaw([0, 0], ([first = 0, second = 0]) => [
      { to: [first + 1, second], ratePerSecond: first < room ? 0.3 : 0 },
      { to: [first, second + 1], ratePerSecond: second < room ? 0.1 : 0 },
      { to: [first - 1, second], ratePerSecond: first > 0 ? 1 : 0 },
      { to: [first, second - 1], ratePerSecond: first === 0 && second > 0 ? 1 / 3 : 0 },
    ]);
    const [one, two] = preemptiveResume([high!, low!]);
    expectClose(
      mean(law, ([first = 0]) => first),
      one!.meanNumber,
      1e-4,
    );
    expectClose(
      mean(law, ([, second = 0]) => second),
      two!.meanNumber,
      1e-3,
    );
  });

  test('non-preemptive agrees with its chain', () => {
    // Waiting of each class, and the class in service: 0 nobody, 1 high, 2 low.
    const law = stationaryLaw([0, 0, 0], ([first = 0, second = 0, served = 0]) => [
      { to: served === 0 ? [0, 0, 1] : [first + 1, second, served], ratePerSecond: first < 16 ? 0.3 : 0 },
      { to: served === 0 ? [0, 0, 2] : [first, second + 1, served], ratePerSecond: second < room ? 0.1 : 0 },
      {
        to: first > 0 ? [first - 1, second, 1] : second > 0 ? [0, second - 1, 2] : [0, 0, 0],
        ratePerSecond: served === 0 ? 0 : served === 1 ? 1 : 1 / 3,
      },
    ]);
    const [one, two] = nonPreemptive([high!, low!]);
    expectClose(
      mean(law, ([first = 0]) => first),
      one!.meanQueueLength,
      1e-3,
    );
    expectClose(
      mean(law, ([, second = 0]) => second),
      two!.meanQueueLength,
      1e-3,
    );
  });

  test('past saturation the high class is served still, with the chain of an endless backlog of low work', () => {
    const flood = { arrivalRatePerSecond: 5, service: exponentialMoments(3) };
    const never = { arrivalRatePerSecond: 1, service: exponentialMoments(7) };
    const [one, two, three] = nonPreemptive([high!, flood, never]);
    const law = stationaryLaw([0, 2], ([waiting = 0, served = 0]) => [
      { to: [waiting + 1, served], ratePerSecond: waiting < 90 ? 0.3 : 0 },
      { to: waiting > 0 ? [waiting - 1, 1] : [0, 2], ratePerSecond: served === 1 ? 1 : 1 / 3 },
    ]);
    expectClose(
      mean(law, ([waiting = 0]) => waiting),
      one!.meanQueueLength,
      1e-8,
    );
    expect(one).toMatchObject({ stable: true, throughputPerSecond: 0.3 });
    expect(two).toMatchObject({ stable: false, meanWaitingSeconds: Infinity });
    expectClose(two!.throughputPerSecond, 0.7 / 3);
    expect(three).toMatchObject({ stable: false, throughputPerSecond: 0 });
    const [untouched] = preemptiveResume([high!, flood]);
    expectClose(untouched!.meanResponseSeconds, 1 / 0.7);
  });
});

describe('priorities at several servers', () => {
  test('keep the number of M/M/c in either discipline, and favour the high classes', () => {
    fc.assert(
      fc.property(
        positive(0.95),
        fc.array(positive(1), { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        (utilisation, weights, servers) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const arrivalRatesPerSecond = weights.map((weight) => (utilisation * servers * weight) / total / 2);
          const whole = mmc({ arrivalRatePerSecond: (utilisation * servers) / 2, serviceSeconds: 2, servers });
          for (const preemptive of [true, false]) {
            const answers = mmcPriorities({ arrivalRatesPerSecond, serviceSeconds: 2, servers, preemptive });
            expectClose(
              answers.reduce((sum, { meanQueueLength }) => sum + meanQueueLength, 0),
              whole.meanQueueLength,
              1e-8,
            );
            for (const answer of answers) expectLittle(answer);
            const waits = answers.map(({ meanWaitingSeconds }) => meanWaitingSeconds);
            expect([...waits].sort((a, b) => a - b)).toEqual(waits);
          }
        },
      ),
    );
  });

  test('at one server are those of M/G/1 with exponential service', () => {
    const classes = [0.2, 0.3, 0.4].map((arrivalRatePerSecond) => ({
      arrivalRatePerSecond,
      service: exponentialMoments(1),
    }));
    const station = { arrivalRatesPerSecond: [0.2, 0.3, 0.4], serviceSeconds: 1, servers: 1 };
    for (const [preemptive, single] of [
      [true, preemptiveResume(classes)],
      [false, nonPreemptive(classes)],
    ] as const)
      for (const [index, answer] of mmcPriorities({ ...station, preemptive }).entries())
        expectClose(answer.meanWaitingSeconds, single[index]!.meanWaitingSeconds);
  });

  test('non-preemptive agrees with the chain of two servers', () => {
    const law = stationaryLaw([0, 0, 0], ([busy = 0, first = 0, second = 0]) => [
      { to: busy < 2 ? [busy + 1, 0, 0] : [2, first + 1, second], ratePerSecond: first < 20 ? 0.5 : 0 },
      { to: busy < 2 ? [busy + 1, 0, 0] : [2, first, second + 1], ratePerSecond: second < 40 ? 0.6 : 0 },
      {
        to: first > 0 ? [2, first - 1, second] : second > 0 ? [2, 0, second - 1] : [busy - 1, 0, 0],
        ratePerSecond: busy,
      },
    ]);
    const station = { arrivalRatesPerSecond: [0.5, 0.6], serviceSeconds: 1, servers: 2 };
    const [one, two] = mmcPriorities({ ...station, preemptive: false });
    expectClose(
      mean(law, ([, first = 0]) => first),
      one!.meanQueueLength,
      1e-6,
    );
    expectClose(
      mean(law, ([, , second = 0]) => second),
      two!.meanQueueLength,
      1e-6,
    );
  });

  test('past saturation the high class waits for the next free server only', () => {
    const station = { arrivalRatesPerSecond: [1, 9], serviceSeconds: 1, servers: 4 };
    const [patient, flood] = mmcPriorities({ ...station, preemptive: false });
    expectClose(patient!.meanWaitingSeconds, 1 / 4 / (1 - 1 / 4));
    expect(flood).toMatchObject({ stable: false, throughputPerSecond: 3 });
    const [first] = mmcPriorities({ ...station, preemptive: true });
    expectClose(
      first!.meanWaitingSeconds,
      mmc({ arrivalRatePerSecond: 1, serviceSeconds: 1, servers: 4 }).meanWaitingSeconds,
    );
  });
});
