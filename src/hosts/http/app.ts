// The HTTP host as an Express application: which guard and which route comes when. Listens on nothing and starts nothing.
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { hostGuard } from '../../http/guards/host-guard.ts';
import { originGuard } from '../../http/guards/origin-guard.ts';
import { securityHeaders } from '../../http/guards/security-headers.ts';
import { handleError } from '../../http/handle-error.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import type { Page } from '../page/page.ts';
import { type ApiParts, createApi } from './api.ts';
import { pageFiles } from './page-files.ts';

interface AppParts extends ApiParts {
  readonly page: Page;
  /** True when nobody but this machine can reach the server: then it answers to this machine's own names only. */
  readonly loopbackOnly: boolean;
  /** Told of errors that are no fault of a request. */
  readonly reportBug: (error: unknown) => void;
}

const nowhere: RequestHandler = () => {
  throw new HttpProblem(404, 'There is nothing here. The API is described at /api/v1/openapi.json.');
};

export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.use(securityHeaders());
  if (parts.loopbackOnly) app.use(hostGuard);
  app.use(originGuard, compression(), pageFiles(parts.page));
  app.use('/api/v1', createApi(parts));
  app.use(nowhere, handleError(parts.reportBug));
  return app;
}
