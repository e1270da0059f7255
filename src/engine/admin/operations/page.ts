// Long lists in pieces: so many at once, from behind the last one seen.
import { z } from 'zod';

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('Entries of one answer.'),
  after: z.string().max(400).optional().describe('The `next` of the answer before.'),
};

/** The name to go on from; null: that was all. */
export const next = z.string().nullable().describe('Give it as `after` for more; null: that was all.');

/** One piece of a list. @param all ordered by `key`, so that what went meanwhile shifts nothing */
export function pageOf<T>(
  all: readonly T[],
  key: (entry: T) => string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): { readonly entries: T[]; readonly next: string | null } {
  const rest = after === undefined ? all : all.filter((entry) => key(entry) > after);
  const entries = rest.slice(0, limit);
  const last = entries.at(-1);
  return { entries, next: last !== undefined && rest.length > limit ? key(last) : null };
}
