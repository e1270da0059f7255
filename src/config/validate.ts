// Plain data against a schema: every fault at once, each with its place, what was found, what is accepted and how to mend it.
import { z } from 'zod';
import { InputError, type Problem, shown } from '../core/problem.ts';
import { type JsonSchema, type PathPart, pathText, schemasAt } from './schema-path.ts';
import { isSecret } from './secret.ts';

const valueAt = (data: unknown, path: readonly PathPart[]): unknown =>
  path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    return (value as Record<PathPart, unknown>)[part];
  }, data);

/** Edit distance of two short words, for "did you mean". */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The word of `known` nearest to `word`, if any is near enough to be a slip of the hand. */
export function nearest(word: string, known: readonly string[]): string | null {
  const best = known
    .map((candidate) => ({ candidate, steps: distance(word.toLowerCase().slice(0, 40), candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps)[0];
  return best && best.steps <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : null;
}

const wantedOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'object' ? 'a mapping' : issue.expected === 'array' ? 'a list' : `a ${issue.expected}`;
    case 'too_small':
      return `at least ${issue.minimum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? issue.format : issue.message;
    default:
      return issue.message.replace('Invalid discriminator value. Expected ', '');
  }
};

function problemsOf(issue: z.core.$ZodIssue, data: unknown, json: JsonSchema): Problem[] {
  const path = issue.path as PathPart[];
  const here = schemasAt(json, path);
  const keys = [...new Set(here.flatMap((schema) => Object.keys(schema.properties ?? {})))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearest(key, keys);
      const hint = near ? `Did you mean "${near}"?` : 'Remove it, or see the schema for what can be set here.';
      return { path: pathText([...path, key]), got: 'an unknown key', wanted: `one of ${keys.join(', ')}`, hint };
    });
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = [...issue.errors].sort((a, b) => b.length - a.length).at(-1) ?? [];
    if (deepest.length > 0) {
      return deepest.flatMap((inner) =>
        problemsOf({ ...inner, path: [...path, ...inner.path] } as z.core.$ZodIssue, data, json),
      );
    }
  }
  const descriptions = new Set(here.flatMap((schema) => schema.description ?? []));
  const [description] = descriptions.size === 1 ? descriptions : [];
  const value = valueAt(data, path);
  const hint = description ?? (value === undefined ? 'Add it.' : 'Change the value.');
  return [{ path: pathText(path), got: isSecret(path) ? 'a secret' : shown(value), wanted: wantedOf(issue), hint }];
}

/** A whole number is measured twice, first against what a double can hold: only the schema's own limit is worth telling. */
const isRepeated = (problem: Problem, next: Problem | undefined): boolean =>
  next !== undefined && next.path === problem.path && problem.wanted.includes(String(Number.MAX_SAFE_INTEGER));

/**
 * Checks data against a schema and fills in its defaults.
 * @param source name of the input for messages.
 * @throws InputError with all problems found.
 */
export function validate<S extends z.ZodType>(schema: S, data: unknown, source: string): z.output<S> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, data, json));
  throw new InputError(
    source,
    problems.filter((problem, index) => !isRepeated(problem, problems[index + 1])),
  );
}
