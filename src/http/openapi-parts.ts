// Pieces that descriptions of our HTTP interfaces (OpenAPI 3.1) are put together from.
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi';
import { problemSchema } from './problem-schema.ts';

export const retryAfter = z.object({ 'Retry-After': z.string().describe('Seconds to wait.') });

export const problem = (description: string, headers?: z.ZodObject): ZodOpenApiResponseObject => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
  ...(headers && { headers }),
});

export const answer = (description: string, schema: z.ZodType): ZodOpenApiResponseObject => ({
  description,
  content: { 'application/json': { schema } },
});

export const forAll = (perMinute: number) => ({
  '421': problem('The Host header names another machine.'),
  '429': problem(`More than ${perMinute} requests a minute.`, retryAfter),
  '500': problem('A bug of plimsoll.'),
});

export const forBodies = (bytes: number) => ({
  '400': problem('Bad input: every fault of it, in `problems`.'),
  '403': problem('Sent by the page of another site.'),
  '413': problem(`The body is larger than ${bytes} bytes.`),
  '415': problem('The body is not application/json, or it is packed.'),
});

export const body = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } });

export const operation = (
  operationId: string,
  summary: string,
  rest: Omit<ZodOpenApiOperationObject, 'operationId'>,
): ZodOpenApiOperationObject => ({ operationId, summary, ...rest });
