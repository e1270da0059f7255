// An answer other than success, to be thrown anywhere below a route: what RFC 9457 calls a problem.
import type { Problem } from '../core/problem.ts';

interface Extras {
  readonly headers?: Readonly<Record<string, string>>;
  /** Faults of the input, for a 400. */
  readonly problems?: readonly Problem[];
}

export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[] | undefined;

  /** @param detail for people; says what to do. Never anything of the program's inside. */
  constructor(status: number, detail: string, { headers = {}, problems }: Extras = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
    this.problems = problems;
  }
}
