// Against DNS rebinding: a page of a stranger whose name was made to point at this machine. Its requests carry that name.
import type { RequestHandler } from 'express';
import { HttpProblem } from '../http-problem.ts';
import { isLoopback } from '../loopback.ts';

function hostname(header: string): string {
  try {
    return new URL(`http://${header}`).hostname;
  } catch {
    return '';
  }
}

/** Refuses requests that were not addressed to this machine by one of its own names. For servers that listen on loopback only. */
export const hostGuard: RequestHandler = (request, _response, next) => {
  if (isLoopback(hostname(request.headers.host ?? ''))) {
    next();
    return;
  }
  throw new HttpProblem(
    421,
    'This server answers to localhost, 127.0.0.1 and [::1] only. Use one of them in the address.',
  );
};
