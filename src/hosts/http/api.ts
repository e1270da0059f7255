// The routes below /api/v1. A route checks its input, asks the layer below and sends what that says.
import { Router } from 'express';
import { validate } from '../../config/validate.ts';
import { perMinute } from '../../http/guards/rate-limit.ts';
import { jsonBody } from '../../http/json-body.ts';
import { notStored } from '../../http/not-stored.ts';
import { only } from '../../http/only-methods.ts';
import { scenarioSchema } from '../../model/scenario.ts';
import type { ModelLibrary } from '../../run/library.ts';
import { sizeServer, sizingInputSchema } from '../../sizing/size.ts';
import type { HttpLimits } from './limits.ts';
import { openApiDocument } from './openapi/document.ts';
import type { Simulations } from './simulations.ts';

export interface ApiParts {
  readonly library: ModelLibrary;
  readonly simulations: Pick<Simulations, 'run' | 'load'>;
  readonly limits: HttpLimits;
  readonly version: string;
}

export function createApi({ library, simulations, limits, version }: ApiParts): Router {
  const description = openApiDocument(version, limits);
  const api = Router();
  api.use(notStored, perMinute(limits.requestsPerMinute, 'requests'));
  api
    .route('/health')
    .get((_request, response) => {
      response.json({ status: 'ok', version, simulations: simulations.load });
    })
    .all(only('GET, HEAD'));
  api
    .route('/openapi.json')
    .get((_request, response) => {
      response.json(description);
    })
    .all(only('GET, HEAD'));
  api
    .route('/size')
    .post(...jsonBody(limits.sizeBodyBytes), ({ body }, response) => {
      response.json(sizeServer(validate(sizingInputSchema, body, 'body'), library.guide));
    })
    .all(only('POST'));
  api
    .route('/simulate')
    .post(
      perMinute(limits.simulationsPerMinute, 'simulations'),
      ...jsonBody(limits.simulateBodyBytes),
      async ({ body }, response) => {
        const scenario = validate(scenarioSchema, body, 'body');
        const gone = new AbortController();
        response.once('close', () => gone.abort());
        response.type('json').send(await simulations.run(scenario, gone.signal));
      },
    )
    .all(only('POST'));
  return api;
}
