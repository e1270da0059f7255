// What the table of closed forms claims: its exact values are those of the truth file. That it holds, and that it finds a planted error, is
// tested from the command line.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toDistribution } from '../../src/network/to-distribution.ts';
import { longerService, stretched } from '../../src/network/verify/longer-service.ts';
import { CASES, networkOf, rowLevel } from '../../src/network/verify/table.ts';

interface Truth {
  readonly id: string;
  readonly answers: Readonly<Record<string, number | readonly number[]>>;
}
const TRUTH = (
  JSON.parse(readFileSync(new URL('../queueing/theory/queueing-truth.json', import.meta.url), 'utf8')) as {
    cases: Truth[];
  }
).cases;

const claims = CASES.flatMap((given) => given.claims.map((claim) => ({ ...claim, model: given.model })));

test('every value that stands in the truth file is that value', () => {
  for (const { truth, exact, model } of claims) {
    if (truth === undefined) continue;
    const [id, key = ''] = truth.split(' ');
    const [name = '', index] = key.split('.');
    const answer = TRUTH.find((one) => one.id === id)?.answers[name];
    const wanted = Array.isArray(answer) ? answer[Number(index)] : answer;
    expect(Math.abs(exact / Number(wanted) - 1), `${model}: ${truth}`).toBeLessThan(1e-11);
  }
});

test('every case of the truth file has a row', () => {
  const covered = new Set(claims.map(({ truth }) => truth?.split(' ')[0]));
  expect(TRUTH.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

test('all rows together raise a false alarm in 1 % of cases at most', () => {
  expect(1 - rowLevel(claims.length) ** claims.length).toBeCloseTo(0.01, 12);
});

test('a longer service is longer by its share, whatever its law', () => {
  const network = longerService(networkOf(CASES[0]!), 0.03);
  expect(network.classes[0]!.serviceSeconds['station']).toEqual({ type: 'exponential', mean: 1.03 });
  for (const spec of [
    2,
    { type: 'deterministic', value: 2 },
    { type: 'uniform', low: 1, high: 2 },
    { type: 'erlang', phases: 2, mean: 1 },
    { type: 'hyperexponential', branches: [{ probability: 1, mean: 2 }] },
    { type: 'lognormal', mean: 1, squaredVariation: 2 },
    { type: 'weibull', shape: 2, scale: 3 },
    { type: 'boundedPareto', alpha: 1.5, low: 1, high: 9 },
    { type: 'empirical', values: [1, 2] },
    { type: 'mixture', parts: [{ probability: 1, of: { type: 'exponential', mean: 2 } }] },
  ] as const)
    expect(toDistribution(stretched(spec as never, 1.5)).mean).toBeCloseTo(
      1.5 * toDistribution(spec as never).mean,
      12,
    );
});
