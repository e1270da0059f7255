// So many requests a minute from one address; then 429 with Retry-After.
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { HttpProblem } from '../http-problem.ts';

/** @param what for people: `requests`. */
export const perMinute = (limit: number, what: string): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: what,
    // Addresses that a proxy claims are not believed, so there is nothing to warn about when one is named.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, _response, next) => {
      next(new HttpProblem(429, `More than ${limit} ${what} a minute. Come again later.`));
    },
  });
