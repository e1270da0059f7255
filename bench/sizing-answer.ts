// How long does the page take to answer a slider with the guide's formulas?
import { loadLibrary } from '../src/hosts/load-library.ts';
import { sizeServer } from '../src/sizing/size.ts';
import { type Answer, hashOf, medianMilliseconds } from './question.ts';

export function sizingAnswer(runs: number): Answer {
  const { guide } = loadLibrary();
  const { milliseconds, result } = medianMilliseconds(runs, () => sizeServer({ users: 200, years: 3 }, guide));
  return { question: 'one sizing by the formulas', value: milliseconds, unit: 'ms', hash: hashOf(result) };
}
