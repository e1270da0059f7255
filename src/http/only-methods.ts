// The answer to a method that an address does not take: 405, with those it does.
import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';

/** @param methods as the header `Allow` lists them: `GET, HEAD` */
export const only =
  (methods: string): RequestHandler =>
  () => {
    throw new HttpProblem(405, `Only ${methods} can be used here.`, { headers: { Allow: methods } });
  };
