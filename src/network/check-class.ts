// What does not fit together in the description of one workload class, its route aside.
import type { Problem } from '../core/problem.ts';
import { batchSizeProblems, distributionProblems } from './check-distribution.ts';
import { unknownName } from './check-station.ts';
import type { ClassSpec } from './schema.ts';

/** Steps of a profile that may pass between two arrivals, on average: each is looked at. */
const MOST_STEPS = 1e6;

function arrivalProblems({ arrivals }: ClassSpec, path: string): Problem[] {
  if (arrivals?.process === 'renewal')
    return distributionProblems(`${path}.gapSeconds`, arrivals.gapSeconds, 'above zero');
  if (arrivals?.process === 'trace') {
    const { atSeconds } = arrivals;
    const late = atSeconds.findIndex((time, at) => at > 0 && time < (atSeconds[at - 1] ?? 0));
    if (late < 0) return [];
    const got = String(atSeconds[late]);
    return [{ path: `${path}.atSeconds[${late}]`, got, wanted: 'times that ascend', hint: 'Sort them.' }];
  }
  if (arrivals?.process === 'profile') {
    const { ratesPerSecond, stepSeconds } = arrivals;
    const mean = ratesPerSecond.reduce((sum, rate) => sum + rate, 0) / ratesPerSecond.length;
    if (mean === 0 || mean * stepSeconds * MOST_STEPS >= 1) return [];
    const wanted = `at least ${1 / (mean * MOST_STEPS)}, at these rates`;
    return [{ path: `${path}.stepSeconds`, got: String(stepSeconds), wanted, hint: 'Use fewer, longer steps.' }];
  }
  return [];
}

/** @param names of all stations. @returns everything that does not fit. */
export function classProblems(cls: ClassSpec, path: string, names: readonly string[]): Problem[] {
  const { arrivals, population, batchSize } = cls;
  const problems: Problem[] = [];
  if ((population !== undefined) === (arrivals !== undefined)) {
    const got = population === undefined ? 'neither arrivals nor a population' : 'arrivals and a population';
    const hint = 'An open class has arrivals, a closed class has a population.';
    problems.push({ path, got, wanted: 'one of the two', hint });
  }
  if (population !== undefined && batchSize !== undefined) {
    const hint = 'Only arrivals come in batches.';
    problems.push({ path: `${path}.batchSize`, got: 'set for a closed class', wanted: 'nothing', hint });
  }
  const times = (key: 'serviceSeconds' | 'patienceSeconds'): Problem[] =>
    Object.entries(cls[key]).flatMap(([name, spec]) => [
      ...distributionProblems(`${path}.${key}.${name}`, spec),
      ...(names.includes(name) ? [] : [unknownName(`${path}.${key}.${name}`, name, names)]),
    ]);
  return [
    ...problems,
    ...arrivalProblems(cls, `${path}.arrivals`),
    ...batchSizeProblems(`${path}.batchSize`, batchSize),
    ...times('serviceSeconds'),
    ...times('patienceSeconds'),
  ];
}
