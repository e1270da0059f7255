// A formula that may refuse its figures: a load a hair below saturation, a chain with too many states.
import { InputError } from '../../core/problem.ts';

/** What the formula answers, or null where it refuses. Anything else that it throws is a bug and goes on. */
export function tried<T>(formula: () => T): T | null {
  try {
    return formula();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
