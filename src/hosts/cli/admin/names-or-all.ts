// "These, or --all": what commands take that change something. Nothing at all is a slip, not a wish.
import { InputError } from '../../../core/problem.ts';

/** @param what for people: `queue id`. @throws InputError when neither or both were given */
export function namesOrAll(
  names: readonly string[],
  all: boolean | undefined,
  what: string,
): readonly string[] | 'all' {
  if (all === true && names.length === 0) return 'all';
  if (all !== true && names.length > 0) return names;
  const got = all === true ? 'both' : 'neither';
  const hint = 'Name what is meant, or say --all.';
  throw new InputError('arguments', [{ path: what, got, wanted: `at least one ${what}, or --all`, hint }]);
}
