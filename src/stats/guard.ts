// Checks of arguments. What cannot be meant is a RangeError that names the parameter; it is a bug of the caller.

function refuse(name: string, wanted: string, got: unknown): never {
  throw new RangeError(`${name}: wanted ${wanted}, got ${String(got)}`);
}

/** @throws RangeError unless the value is finite and above zero. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) refuse(name, 'a finite number above 0', value);
}

/** @throws RangeError unless the value is finite. */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) refuse(name, 'a finite number', value);
}

/** @throws RangeError unless 0 ≤ value ≤ 1. */
export function requireShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) refuse(name, 'a number from 0 to 1', value);
}

/** @throws RangeError unless 0 < value < 1: a confidence level, or a significance. */
export function requireLevel(name: string, value: number): void {
  if (!(value > 0 && value < 1)) refuse(name, 'a number between 0 and 1', value);
}

/** @throws RangeError unless the value is a whole number of at least `least`. */
export function requireCount(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least)) refuse(name, `a whole number of at least ${least}`, value);
}

/** @throws RangeError unless `high` is above `low`, both finite. */
export function requireOrder(low: number, high: number): void {
  requireFinite('low', low);
  requireFinite('high', high);
  if (!(high > low)) refuse('high', `a number above low (${low})`, high);
}

/** @throws RangeError unless both lists have the same length. */
export function requirePairs(first: readonly unknown[], second: readonly unknown[]): void {
  if (first.length !== second.length)
    refuse('second', `as many values as the first has (${first.length})`, second.length);
}
