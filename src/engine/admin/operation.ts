// One thing that the admin API can do, declared once: address, input, answer and what is written down about it. Routes, checks,
// the log of changes and the OpenAPI document all follow from this.
import { z } from 'zod';
import type { Facts } from '../log/event-log.ts';

interface Request<Path, Query, Body> {
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  /** Name of the token. */
  readonly who: string;
}

interface Declaration<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType> {
  /** `holdMessage`: operationId, and the word in the log of changes. */
  readonly name: string;
  readonly method: 'get' | 'post' | 'delete';
  /** Below /admin/v1, parameters in braces: `/queue/{id}/hold`. */
  readonly address: string;
  readonly summary: string;
  readonly path?: P;
  readonly query?: Q;
  readonly body?: B;
  /** A handful of words by default. */
  readonly maxBodyBytes?: number;
  readonly answer: A;
  /** Null: there is nothing of that name (404). */
  run(request: Request<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.input<A> | null> | z.input<A> | null;
  /** For operations that change something: which thing, for the log. */
  which?(request: Request<z.output<P>, z.output<Q>, z.output<B>>, answer: z.input<A>): Facts;
}

/** The same with its types forgotten, for those who go through a list of them. */
export interface Operation {
  readonly name: string;
  readonly method: 'get' | 'post' | 'delete';
  readonly address: string;
  readonly summary: string;
  readonly path: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  readonly maxBodyBytes: number;
  readonly answer: z.ZodType;
  run(request: Request<unknown, unknown, unknown>): Promise<unknown>;
  which: ((request: Request<unknown, unknown, unknown>, answer: unknown) => Facts) | null;
}

const nothing = z.strictObject({});
const BODY_BYTES = 64 * 1024;

export const declareOperation = <
  A extends z.ZodType,
  P extends z.ZodObject = typeof nothing,
  Q extends z.ZodObject = typeof nothing,
  B extends z.ZodType = z.ZodUndefined,
>(
  declaration: Declaration<P, Q, B, A>,
): Operation => {
  const { path = nothing, query = nothing, body = null, maxBodyBytes = BODY_BYTES, run, which, ...rest } = declaration;
  return {
    ...rest,
    path,
    query,
    body,
    maxBodyBytes,
    // What is handed in was checked by these very schemas.
    run: async (request) => run(request as Parameters<typeof run>[0]),
    which: which ? (request, answer) => which(request as Parameters<typeof run>[0], answer as z.input<A>) : null,
  };
};
