// Routes out of operations: checks the input, runs, answers, and writes down who changed what.
import { type RequestHandler, Router } from 'express';
import { validate } from '../../config/validate.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { jsonBody } from '../../http/json-body.ts';
import { only } from '../../http/only-methods.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Operation } from './operation.ts';

/** Repeated parameters become a list, which no schema takes. */
function queryOf(url: string): Record<string, unknown> {
  const parameters = new URL(url, 'http://x').searchParams;
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((key) => {
      const values = parameters.getAll(key);
      return [key, values.length === 1 ? values[0] : values];
    }),
  );
}

const handler =
  (operation: Operation, log: EventLog): RequestHandler =>
  async (request, response) => {
    const { name, path, query, body, run, which } = operation;
    const who = String(response.locals['who'] ?? '');
    const input = {
      who,
      path: validate(path, request.params, 'address'),
      query: validate(query, queryOf(request.originalUrl), 'query'),
      body: body === null ? undefined : validate(body, request.body, 'body'),
    };
    try {
      const answer = await run(input);
      if (answer === null) throw new HttpProblem(404, 'There is nothing of that name.');
      if (which) log('admin.change', { who, what: name, ...which(input, answer) });
      response.json(answer);
    } catch (error) {
      if (which) log('admin.change.failed', { who, what: name, ...input.path, error: String(error) });
      throw error;
    }
  };

const parametersIn = (address: string): number => address.split('{').length - 1;

export function createOperationRouter(operations: readonly Operation[], log: EventLog): Router {
  const router = Router();
  // `/queue/hold` is no queue id: what is named goes before what is a parameter.
  const byParameters = [...operations].sort((a, b) => parametersIn(a.address) - parametersIn(b.address));
  for (const address of new Set(byParameters.map((operation) => operation.address))) {
    const here = operations.filter((operation) => operation.address === address);
    const route = router.route(address.replace(/\{(\w+)\}/g, ':$1'));
    for (const operation of here)
      route[operation.method](
        ...(operation.body === null ? [] : jsonBody(operation.maxBodyBytes)),
        handler(operation, log),
      );
    const methods = here.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    route.all(only(methods.join(', ')));
  }
  return router;
}
