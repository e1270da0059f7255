// What is wrong with an input, in a form that a person can act on. Knows nothing of mail, files or schemas.

/** One fault of an input: where it stands, what was found, what would be accepted, how to mend it. */
export interface Problem {
  /** Place in the input, e.g. `stages.greylist.periodSeconds`; `(file)` for the input as a whole. */
  readonly path: string;
  readonly got: string;
  readonly wanted: string;
  readonly hint: string;
}

/** Input that cannot be used. Carries every problem found, not just the first. The command line exits with 2 on it. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: readonly Problem[];

  constructor(source: string, problems: readonly Problem[]) {
    super(
      [`${source}: ${problems.length} problem${problems.length === 1 ? '' : 's'}`, ...problems.map(problemLine)].join(
        '\n',
      ),
    );
    this.problems = problems;
  }
}

/** One problem as one line of text. */
export const problemLine = ({ path, got, wanted, hint }: Problem): string =>
  `  ${path}: got ${got}; wanted ${wanted}. ${hint}`;

/** A value as an error message may show it: bounded, on one line, control characters escaped. */
export function shown(value: unknown, limit = 60): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
