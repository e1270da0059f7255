// Reads the body of a request: JSON within limits, and nothing else. Leaves plain data in `request.body`.
import express, { type RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';
import { parseJson } from './parse-json.ts';

const JSON_TYPE = 'application/json';

const demandJson: RequestHandler = (request, _response, next) => {
  // Null: there is no body, which is no matter of its type.
  if (request.is(JSON_TYPE) === false)
    throw new HttpProblem(415, `Send the body as JSON, with the header "Content-Type: ${JSON_TYPE}".`, {
      headers: { Accept: JSON_TYPE },
    });
  next();
};

const parseBody: RequestHandler = (request, _response, next) => {
  request.body = parseJson(typeof request.body === 'string' ? request.body : '', 'body');
  next();
};

export const jsonBody = (maxBytes: number): RequestHandler[] => [
  demandJson,
  // Packed bodies are refused: nobody needs them, and they hide their size.
  express.text({ type: JSON_TYPE, limit: maxBytes, inflate: false }),
  parseBody,
];
