import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/problem.ts';
import { birthDeathLaw, expectation } from '../../../src/queueing/chains/birth-death-law.ts';
import { solveMarkovChain } from '../../../src/queueing/chains/solve-markov-chain.ts';
import { stationaryLaw } from '../../../src/queueing/chains/stationary-law.ts';
import { expectClose } from './little.ts';

/** Chains whose states all reach each other: a ring at least, and rates over sixteen orders of magnitude. */
const chains = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const rate = fc.oneof(
    fc.constant(0),
    fc.integer({ min: -8, max: 8 }).map((power) => 10 ** power),
  );
  return fc
    .array(fc.array(rate, { minLength: size, maxLength: size }), { minLength: size, maxLength: size })
    .map((rates) => rates.map((row, from) => row.map((value, to) => (to === (from + 1) % size ? value + 1 : value))));
});

describe('a Markov chain', () => {
  test('has a law that sums to 1 and is balanced in every state, however far apart its rates are', () => {
    fc.assert(
      fc.property(chains, (rates) => {
        const law = solveMarkovChain(rates);
        expectClose(
          law.reduce((sum, probability) => sum + probability, 0),
          1,
          1e-14,
        );
        for (const state of law.keys()) {
          const others = [...law.keys()].filter((other) => other !== state);
          const out = others.reduce((sum, other) => sum + law[state]! * rates[state]![other]!, 0);
          const into = others.reduce((sum, other) => sum + law[other]! * rates[other]![state]!, 0);
          expectClose(into, out, 1e-12);
        }
      }),
    );
  });

  test('keeps the digits of a state that is hardly ever visited', () => {
    const tiny = 1e-200;
    expectClose(
      solveMarkovChain([
        [0, tiny],
        [1, 0],
      ])[1]!,
      tiny,
      1e-15,
    );
    expect(solveMarkovChain([[5]])).toEqual([1]);
  });

  test('lets states pass that are never seen again, and refuses one that never comes back', () => {
    expect(
      solveMarkovChain([
        [0, 1, 0],
        [1, 0, 0],
        [1, 0, 0],
      ]),
    ).toEqual([0.5, 0.5, 0]);
    expect(() =>
      solveMarkovChain([
        [0, 1],
        [0, 0],
      ]),
    ).toThrow(InputError);
    expect(() =>
      solveMarkovChain([
        [0, -1],
        [1, 0],
      ]),
    ).toThrow(InputError);
    expect(() =>
      solveMarkovChain([
        [0, 1, 2],
        [1, 0],
      ]),
    ).toThrow(InputError);
  });

  test('told by its moves is the same chain, and is refused when it has no end', () => {
    const law = stationaryLaw([0], ([here = 0]) => [
      { to: [(here + 1) % 5], ratePerSecond: here + 1 },
      { to: [7], ratePerSecond: 0 },
    ]);
    expect(law).toHaveLength(5);
    const total = 1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5;
    for (const { state, probability } of law) expectClose(probability, 1 / (state[0]! + 1) / total, 1e-14);
    expect(() => stationaryLaw([0], ([here = 0]) => [{ to: [here + 1], ratePerSecond: 1 }])).toThrow(/1500/);
  });
});

describe('a birth–death chain', () => {
  test('is the Markov chain of its rates', () => {
    const chain = fc.record({
      births: fc.array(fc.double({ min: 0.01, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 }),
      death: fc.double({ min: 0.1, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(chain, ({ births, death }) => {
        const falling = [...births].sort((a, b) => b - a);
        const law = birthDeathLaw({
          birthRate: (here) => falling[here]!,
          deathRate: () => death,
          room: falling.length,
        });
        const rates = [...falling, 0].map((_, from) =>
          [...falling, 0].map((__, to) => (to === from + 1 ? falling[from]! : to === from - 1 ? death : 0)),
        );
        for (const [state, probability] of solveMarkovChain(rates).entries())
          if (probability > 1e-18) expectClose(law[state] ?? 0, probability, 1e-11);
      }),
    );
  });

  test('of M/M/∞ with a thousand customers is Poisson, though its weights overflow a double', () => {
    const law = birthDeathLaw({ birthRate: () => 1000, deathRate: (here) => here });
    expectClose(
      expectation(law, (here) => here),
      1000,
      1e-12,
    );
    expectClose(
      expectation(law, (here) => (here - 1000) ** 2),
      1000,
      1e-9,
    );
  });

  test('that has no law is refused', () => {
    expect(() => birthDeathLaw({ birthRate: () => 1, deathRate: () => 1 })).toThrow(InputError);
  });
});
