import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { HTTP_LIMITS } from '../../../src/hosts/http/limits.ts';
import { openApiDocument } from '../../../src/hosts/http/openapi/document.ts';
import { simulationAnswerSchema } from '../../../src/hosts/http/openapi/simulation-answer.ts';
import { sizingAnswerSchema } from '../../../src/hosts/http/openapi/sizing-answer.ts';
import { simulateScenario } from '../../../src/run/simulate.ts';
import { sizeServer } from '../../../src/sizing/size.ts';
import { library, office, testServer } from './test-server.ts';

const validate = (document: object) => new Validator().validate(structuredClone(document) as Record<string, unknown>);

describe('the description of the API', () => {
  test('is a valid OpenAPI 3.1 document', async () => {
    const { url } = await testServer();
    const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as { openapi: string };
    expect(document.openapi).toBe('3.1.0');
    expect(await validate(document)).toEqual({ valid: true });
  });

  test('would be found invalid if it were', async () => {
    const document = openApiDocument('1', HTTP_LIMITS);
    expect((await validate({ ...document, paths: { size: {} } })).valid).toBe(false);
  });

  test('has all paths, and every problem that they may answer with', () => {
    const { paths = {} } = openApiDocument('1', HTTP_LIMITS);
    const statuses = Object.entries(paths).map(([path, { get, post } = {}]) => [
      path,
      Object.keys((get ?? post)?.responses ?? {}).join(' '),
    ]);
    expect(Object.fromEntries(statuses)).toEqual({
      '/api/v1/size': '200 400 403 413 415 421 429 500',
      '/api/v1/simulate': '200 400 403 413 415 421 429 500 503 504',
      '/api/v1/health': '200 421 429 500',
      '/api/v1/openapi.json': '200 421 429 500',
    });
  });

  test.each(['none', 'mailplus', 'sha'] as const)(
    'describes a sizing (%s) down to its last key',
    (highAvailability) => {
      const sizing = sizeServer({ users: 750, highAvailability }, library.guide);
      expect(sizingAnswerSchema.parse(sizing)).toEqual(sizing);
    },
  );

  test.each([1, 2])('describes a simulation of %i replications down to its last key', (replications) => {
    const result = simulateScenario(office({ replications }), library);
    expect(simulationAnswerSchema.parse(result)).toEqual(result);
  });
});
