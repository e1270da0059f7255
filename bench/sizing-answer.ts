// How long does the page take to answer a slider with the guide's formulas?
import { loadLibrary } from '../src/hosts/load-library.ts';
import { sizeServer } from '../src/sizing/size.ts';

/** @returns the last sizing of so many. */
export function sizingAnswers(sizings: number): unknown {
  const { guide } = loadLibrary();
  let last: unknown;
  for (let users = 1; users <= sizings; users += 1) last = sizeServer({ users, years: 3 }, guide);
  return last;
}
