// Puts an application on a port, with limits on what a client may do to the connection, and takes it off again.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Time that running answers get to leave when the server stops. */
const GRACE_MILLISECONDS = 1000;

export interface Listening {
  readonly port: number;
  /** Takes no more requests, lets running answers leave, then closes every connection. */
  stop(): Promise<void>;
}

/** @param port 0 takes a free one. @throws what Node says, e.g. EADDRINUSE. */
export async function listen(app: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 5_000,
    },
    app,
  );
  server.maxHeadersCount = 100;
  server.maxConnections = 500;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      const timer = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS);
      await closed;
      clearTimeout(timer);
    },
  };
}
