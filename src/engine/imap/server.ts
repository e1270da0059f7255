// The IMAP listener: takes connections, bounds them, ends them in good order. What a session does is `session.ts`.
import { createServer, type Server, type Socket } from 'node:net';
import { ByteBudget } from './byte-budget.ts';
import type { ImapServices } from './command.ts';
import { Connection } from './connection.ts';
import { IMAP_LIMITS, type ImapLimits } from './limits.ts';
import { ImapSession } from './session.ts';

interface ImapServerOptions extends Pick<ImapServices, 'store' | 'authenticator' | 'hostname'> {
  readonly log?: ImapServices['log'];
  /** LOGIN and AUTHENTICATE PLAIN without TLS. The caller says true only for listeners on loopback. */
  readonly allowPlaintextLogin: boolean;
  readonly limits?: Partial<ImapLimits>;
}

export interface ImapServer {
  /** @returns the bound port. @param port 0 takes a free one. Rejects with the system's error when the address cannot be bound. */
  listen(host: string, port: number): Promise<number>;
  /** Takes no more connections, lets running commands finish for `graceSeconds`, then cuts what is left. */
  stop(graceSeconds: number): Promise<void>;
}

/** IMAP4rev1 (RFC 3501) over a mail store. */
export function createImapServer(options: ImapServerOptions): ImapServer {
  const { store, authenticator, hostname, allowPlaintextLogin, log = () => {} } = options;
  const limits = { ...IMAP_LIMITS, ...options.limits };
  const services: ImapServices = { store, authenticator, hostname, allowPlaintextLogin, log, limits };
  const budget = new ByteBudget(limits.maxLiteralBytesInFlight);
  const sessions = new Map<ImapSession, { readonly connection: Connection; readonly ended: Promise<void> }>();
  const perAddress = new Map<string, number>();
  const servers: Server[] = [];

  const admit = (socket: Socket): void => {
    const address = socket.remoteAddress ?? '';
    const connection = new Connection(socket, limits.stallSeconds);
    const count = perAddress.get(address) ?? 0;
    if (sessions.size >= limits.maxConnections || count >= limits.maxConnectionsPerAddress) {
      log('imap.refused', { client: address, sessions: sessions.size, ofAddress: count });
      void connection.write(['* BYE Too many connections\r\n']).then(() => connection.end());
      return;
    }
    perAddress.set(address, count + 1);
    const session = new ImapSession(services, connection, address, budget);
    const ended = session.run().finally(() => {
      sessions.delete(session);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
    sessions.set(session, { connection, ended });
  };

  return {
    listen(host, port) {
      // A client that has said all may still be reading: half-open sockets are closed by the session.
      const server = createServer({ allowHalfOpen: true }, admit);
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          servers.push(server);
          server.off('error', reject);
          server.on('error', (error) => log('imap.listener', { error: String(error) }));
          const bound = server.address();
          resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
        });
      });
    },

    async stop(graceSeconds) {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const session of sessions.keys()) session.stop();
      const cut = setTimeout(() => {
        for (const { connection } of sessions.values()) connection.destroy();
      }, graceSeconds * 1000);
      await Promise.all([...sessions.values()].map(({ ended }) => ended));
      clearTimeout(cut);
      await Promise.all(closed);
    },
  };
}
