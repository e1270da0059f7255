// The SMTP listener: takes connections, bounds them, ends them in good order. What a session does is `session.ts`.
import { createServer, type Server, type Socket } from 'node:net';
import { canonicalAddress } from '../../core/ip.ts';
import type { ObserverPorts } from '../../pipeline/observation.ts';
import { type Observers, routeFor, type StageSettings } from '../../stages/index.ts';
import { ByteBudget } from '../imap/byte-budget.ts';
import { Connection } from '../imap/connection.ts';
import type { EventLog } from '../log/event-log.ts';
import type { SmtpServices } from './exchange.ts';
import { SMTP_LIMITS, type SmtpLimits } from './limits.ts';
import { farewell, replyText } from './reply.ts';
import { SmtpSession } from './session.ts';

export interface SmtpServerOptions extends Pick<SmtpServices, 'hostname' | 'banner' | 'directory' | 'queue'> {
  readonly settings: StageSettings;
  readonly observers: Observers;
  readonly ports: ObserverPorts;
  readonly limits?: Partial<SmtpLimits>;
  readonly log: EventLog;
}

export interface SmtpServer {
  /** @returns the bound port. @param port 0 takes a free one. Rejects with the system's error when the address cannot be bound. */
  listen(host: string, port: number): Promise<number>;
  /** Takes no more connections, ends idle sessions with 421, lets messages finish for `graceSeconds`, then cuts what is left. */
  stop(graceSeconds: number): Promise<void>;
}

/** SMTP (RFC 5321) in front of the stages and the queue. */
export function createSmtpServer(options: SmtpServerOptions): SmtpServer {
  const { hostname, banner, directory, queue, settings, observers, ports, log } = options;
  const limits = { ...SMTP_LIMITS, ...options.limits };
  const policy = { route: routeFor(settings), settings, observers, ports, log };
  const services: SmtpServices = { hostname, banner, directory, queue, policy, limits };
  const budget = new ByteBudget(limits.maxInFlightBytes);
  const sessions = new Map<SmtpSession, { readonly connection: Connection; readonly ended: Promise<void> }>();
  const servers: Server[] = [];

  const admit = (socket: Socket): void => {
    const address = canonicalAddress(socket.remoteAddress ?? '');
    const connection = new Connection(socket, limits.idleSeconds);
    if (sessions.size >= limits.maxConnections) {
      log('smtp.refused', { client: address, sessions: sessions.size });
      const busy = replyText(farewell(421, '4.3.2', 'Too many connections, try again later'));
      void connection.write([busy]).then(() => connection.end());
      return;
    }
    const session = new SmtpSession(services, connection, address, budget);
    const ended = session.run().finally(() => sessions.delete(session));
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
          server.on('error', (error) => log('smtp.listener', { error: String(error) }));
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
