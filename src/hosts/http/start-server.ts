// The whole HTTP host, running: page, API and the threads behind it.

import { listen } from '../../http/listen.ts';
import { isLoopback } from '../../http/loopback.ts';
import type { ModelLibrary } from '../../run/library.ts';
import { packageVersion } from '../package-folder.ts';
import type { Page } from '../page/page.ts';
import { createApp } from './app.ts';
import { HTTP_LIMITS, type HttpLimits } from './limits.ts';
import { Simulations } from './simulations.ts';

interface Options {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly page: Page;
  readonly library: ModelLibrary;
  readonly limits?: HttpLimits;
}

export interface HttpServer {
  readonly port: number;
  /** Ends simulations and connections. */
  stop(): Promise<void>;
}

/** @throws what Node says when it cannot listen, e.g. EADDRINUSE. */
export async function startServer({ host, port, page, library, limits = HTTP_LIMITS }: Options): Promise<HttpServer> {
  const simulations = new Simulations(library, limits);
  const app = createApp({
    page,
    library,
    simulations,
    limits,
    version: packageVersion(),
    loopbackOnly: isLoopback(host),
    reportBug: (error) => console.error('This is a bug of plimsoll; please report it.\n', error),
  });
  const listening = await listen(app, host, port);
  return {
    port: listening.port,
    stop() {
      simulations.stop();
      return listening.stop();
    },
  };
}
