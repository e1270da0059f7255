// A computation that may refuse its input, as a value: the page shows the problems and keeps the last good answer.
import { InputError, type Problem } from '../../src/core/problem.ts';

export type Attempt<T> =
  | { readonly value: T; readonly problems: null }
  | { readonly value: null; readonly problems: readonly Problem[] };

/** Runs `compute`; what is not an InputError is a bug and goes on. */
export function attempt<T>(compute: () => T): Attempt<T> {
  try {
    return { value: compute(), problems: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { value: null, problems: error.problems };
  }
}
