// What the formulas demand of their figures. Knows no formula.
import { InputError, type Problem, shown } from '../core/problem.ts';

/** A demand on one figure: what is wanted, in words, and whether a value is it. */
export interface Rule {
  readonly wanted: string;
  readonly holds: (value: number) => boolean;
}

export const NOT_NEGATIVE: Rule = {
  wanted: 'a finite number of 0 or more',
  holds: (value) => Number.isFinite(value) && value >= 0,
};
export const ABOVE_ZERO: Rule = {
  wanted: 'a finite number above 0',
  holds: (value) => Number.isFinite(value) && value > 0,
};
export const SHARE: Rule = { wanted: 'a share from 0 to 1', holds: (value) => value >= 0 && value <= 1 };
export const WHOLE: Rule = {
  wanted: 'a whole number of 0 or more',
  holds: (value) => Number.isSafeInteger(value) && value >= 0,
};
export const COUNT: Rule = {
  wanted: 'a whole number of 1 or more',
  holds: (value) => Number.isSafeInteger(value) && value >= 1,
};
/** Servers of a station: `Infinity` means that nobody waits (a delay station). */
export const COUNT_OR_ENDLESS: Rule = {
  wanted: 'a whole number of 1 or more, or Infinity',
  holds: (value) => value === Number.POSITIVE_INFINITY || COUNT.holds(value),
};

/** One fault of one figure. */
export const fault = (path: string, got: unknown, wanted: string, hint = 'Change the value.'): Problem => ({
  path,
  got: shown(got),
  wanted,
  hint,
});

/** The faults of a record of figures, each named `path.key`. */
export const faultsOf = <Key extends string>(
  path: string,
  figures: Readonly<Record<NoInfer<Key>, number>>,
  rules: Readonly<Record<Key, Rule>>,
): Problem[] =>
  (Object.keys(rules) as Key[]).flatMap((key) =>
    rules[key].holds(figures[key]) ? [] : [fault(`${path}.${key}`, figures[key], rules[key].wanted)],
  );

/** @throws InputError with all the faults, if there are any. */
export function refuse(faults: readonly Problem[]): void {
  if (faults.length > 0) throw new InputError('queueing', faults);
}

/** The faults of one record, refused at once. @throws InputError with all of them. */
export const insist = <Key extends string>(
  path: string,
  figures: Readonly<Record<NoInfer<Key>, number>>,
  rules: Readonly<Record<Key, Rule>>,
): void => refuse(faultsOf(path, figures, rules));
