// The description of the admin API (OpenAPI 3.1), made from the operations themselves.
import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { answer, body, forAll, forBodies, operation, problem } from '../../http/openapi-parts.ts';
import type { Operation } from './operation.ts';
import { PREFIX } from './places.ts';

function responsesOf(
  { path, query, body: bodySchema, maxBodyBytes, which, answer: schema }: Operation,
  perMinute: number,
) {
  const takesInput = bodySchema !== null || Object.keys({ ...path.shape, ...query.shape }).length > 0;
  return {
    '200': answer('Done.', schema),
    ...(takesInput && { '400': problem('Bad input: every fault of it, in `problems`.') }),
    '401': problem('No token, or none that is known.'),
    ...(which && { '403': problem('Sent by the page of another site.') }),
    ...(Object.keys(path.shape).length > 0 && { '404': problem('There is nothing of that name.') }),
    ...(which && { '409': problem('It cannot be done to that one now; the detail says why.') }),
    ...(bodySchema && forBodies(maxBodyBytes)),
    ...forAll(perMinute),
  };
}

export function adminOpenApi(
  operations: readonly Operation[],
  version: string,
  perMinute: number,
): ReturnType<typeof createDocument> {
  const paths: Record<string, ZodOpenApiPathsObject[string]> = {};
  for (const one of operations) {
    const { name, summary, method, address, path, query, body: bodySchema } = one;
    paths[PREFIX + address] = {
      ...paths[PREFIX + address],
      [method]: operation(name, summary, {
        requestParams: { path, query },
        ...(bodySchema && { requestBody: body(bodySchema) }),
        responses: responsesOf(one, perMinute),
      }),
    };
  }
  paths[`${PREFIX}/openapi.json`] = {
    get: operation('openapi', 'This description', {
      responses: {
        '200': answer('An OpenAPI 3.1 document.', z.looseObject({ openapi: z.string() })),
        ...forAll(perMinute),
      },
    }),
  };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Plimsoll engine',
      version,
      description: 'Administers a running engine. Errors are application/problem+json (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths,
  });
}
