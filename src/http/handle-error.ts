// Turns whatever a route threw into `application/problem+json` (RFC 9457). What nobody expected becomes a 500 that tells nothing.
import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import { InputError } from '../core/problem.ts';
import { HttpProblem } from './http-problem.ts';

/** A body of nothing but faults could be answered with ten times its size. */
const LISTED_PROBLEMS = 200;

/** Faults that Express and its body parser found in the request: they name a status that may be told. */
const isRequestError = (error: unknown): error is Error & { status: number } =>
  error instanceof Error && 'status' in error && Number(error.status) >= 400 && Number(error.status) < 500;

function badInput({ problems }: InputError): HttpProblem {
  const { length } = problems;
  const listed = length > LISTED_PROBLEMS ? `, the first ${LISTED_PROBLEMS} of them listed` : '';
  const detail = `The input has ${length} problem${length === 1 ? '' : 's'}${listed}.`;
  return new HttpProblem(400, detail, { problems: problems.slice(0, LISTED_PROBLEMS) });
}

function problemOf(error: unknown): HttpProblem | null {
  if (error instanceof HttpProblem) return error;
  if (error instanceof InputError) return badInput(error);
  if (!isRequestError(error)) return null;
  if (error.status === 413) return new HttpProblem(413, 'The body is larger than this address takes.');
  return new HttpProblem(error.status, `The request cannot be read: ${error.message}.`);
}

/** @param reportBug told of every error that is no fault of the request. */
export const handleError =
  (reportBug: (error: unknown) => void): ErrorRequestHandler =>
  (error, _request, response, next) => {
    const clientIsGone = response.destroyed;
    const problem = problemOf(error);
    if (problem === null && !clientIsGone) reportBug(error);
    if (clientIsGone) return;
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, headers, message, problems } = problem ?? new HttpProblem(500, 'This is a bug of plimsoll.');
    const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, problems };
    response.status(status).set(headers).type('application/problem+json').send(JSON.stringify(body));
  };
