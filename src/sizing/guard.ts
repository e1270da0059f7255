// Guards of the formulas against figures that no server has. Knows no formula.
import { InputError, shown } from '../core/problem.ts';

const refuse = (path: string, got: unknown, wanted: string): InputError =>
  new InputError('sizing', [{ path, got: shown(got), wanted, hint: 'Change the value.' }]);

/** The value, if it is finite and not negative. @throws InputError otherwise. */
export function notNegative(path: string, value: number): number {
  if (!Number.isFinite(value) || value < 0) throw refuse(path, value, 'a finite number of 0 or more');
  return value;
}

/** The value, if it is finite and above zero. @throws InputError otherwise. */
export function aboveZero(path: string, value: number): number {
  if (!Number.isFinite(value) || value <= 0) throw refuse(path, value, 'a finite number above 0');
  return value;
}

/** The value, if it is a whole number from `least` to 2^53 − 1, so that it is counted exactly. @throws InputError otherwise. */
export function wholeNumber(path: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw refuse(path, value, `a whole number from ${least} to ${Number.MAX_SAFE_INTEGER}`);
  }
  return value;
}
