// Against other sites' pages that send requests from a visitor's browser. Reading is left alone: browsers do not let them see it.
import type { RequestHandler } from 'express';
import { HttpProblem } from '../http-problem.ts';

const isOwn = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host;

/** Refuses whatever is no GET or HEAD and comes from another site. Clients that are no browsers name no origin. */
export const originGuard: RequestHandler = ({ method, headers }, _response, next) => {
  const { origin, host } = headers;
  const foreign = headers['sec-fetch-site'] === 'cross-site' || (origin !== undefined && !isOwn(origin, host));
  if (foreign && method !== 'GET' && method !== 'HEAD')
    throw new HttpProblem(403, 'Requests from the pages of other sites are refused.');
  next();
};
