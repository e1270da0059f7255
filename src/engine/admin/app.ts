// The admin listener as an Express application: which guard and which route comes when. Listens on nothing.
import express, { type Express, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import { hostGuard } from '../../http/guards/host-guard.ts';
import { originGuard } from '../../http/guards/origin-guard.ts';
import { perMinute } from '../../http/guards/rate-limit.ts';
import { securityHeaders } from '../../http/guards/security-headers.ts';
import { handleError } from '../../http/handle-error.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { notStored } from '../../http/not-stored.ts';
import { only } from '../../http/only-methods.ts';
import type { EventLog } from '../log/event-log.ts';
import { adminOpenApi } from './openapi.ts';
import type { Operation } from './operation.ts';
import { PREFIX } from './places.ts';
import { createOperationRouter } from './router.ts';
import type { AdminTokens } from './tokens.ts';

export interface AdminAppParts {
  readonly operations: readonly Operation[];
  readonly tokens: Pick<AdminTokens, 'whoIs'>;
  readonly registry: Registry;
  readonly version: string;
  /** True when nobody but this machine can reach the listener: then it answers to this machine's own names only. */
  readonly loopbackOnly: boolean;
  /** Requests a minute from one address; wrong tokens are among them. */
  readonly requestsPerMinute: number;
  readonly log: EventLog;
}

const nowhere: RequestHandler = () => {
  throw new HttpProblem(404, `There is nothing here. The API is described at ${PREFIX}/openapi.json.`);
};

const tokenGuard =
  ({ tokens, log }: AdminAppParts): RequestHandler =>
  (request, response, next) => {
    const who = tokens.whoIs(request.headers.authorization);
    if (who === null) {
      log('admin.refused', {
        client: request.socket.remoteAddress ?? '',
        given: request.headers.authorization !== undefined,
      });
      const detail = 'Send a token of this engine in the header "Authorization: Bearer TOKEN".';
      throw new HttpProblem(401, detail, { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    response.locals['who'] = who;
    next();
  };

export function createAdminApp(parts: AdminAppParts): Express {
  const { operations, registry, version, loopbackOnly, requestsPerMinute, log } = parts;
  const description = adminOpenApi(operations, version, requestsPerMinute);
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.use(securityHeaders());
  if (loopbackOnly) app.use(hostGuard);
  app.use(originGuard, notStored, perMinute(requestsPerMinute, 'requests'), tokenGuard(parts));
  app
    .route('/metrics')
    .get(async (_request, response) => {
      response.set('Content-Type', registry.contentType).send(await registry.metrics());
    })
    .all(only('GET, HEAD'));
  app
    .route(`${PREFIX}/openapi.json`)
    .get((_request, response) => {
      response.json(description);
    })
    .all(only('GET, HEAD'));
  app.use(PREFIX, createOperationRouter(operations, log));
  app.use(
    nowhere,
    handleError((error) => log('admin.fault', { error: error instanceof Error ? (error.stack ?? '') : String(error) })),
  );
  return app;
}
