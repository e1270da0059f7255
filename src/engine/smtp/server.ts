// The SMTP listeners: take connections, bound them, end them in good order. What a session does is `session.ts`.
import { createServer, type Server, type Socket } from 'node:net';
import { canonicalAddress } from '../../core/ip.ts';
import type { ObserverPorts } from '../../pipeline/observation.ts';
import { type Observers, routeFor, type StageSettings } from '../../stages/index.ts';
import { ByteBudget } from '../imap/byte-budget.ts';
import { Connection } from '../imap/connection.ts';
import type { EventLog } from '../log/event-log.ts';
import { NO_TRACER, type Tracer } from '../trace/tracer.ts';
import { NOBODY_TRUSTED } from './access-policy.ts';
import { SMTP_LIMITS, type SmtpLimits } from './limits.ts';
import { farewell, replyText } from './reply.ts';
import type { ListenerRules, SmtpServices } from './services.ts';
import { SmtpSession } from './session.ts';

export interface SmtpServerOptions extends Pick<SmtpServices, 'hostname' | 'banner' | 'directory' | 'queue'> {
  readonly settings: StageSettings;
  readonly observers: Observers;
  readonly ports: ObserverPorts;
  /** Left out: domains do nothing, nobody is trusted, nobody can log in, there is no TLS. */
  readonly domains?: SmtpServices['domains'];
  readonly notices?: SmtpServices['notices'];
  readonly access?: SmtpServices['access'];
  readonly authenticator?: SmtpServices['authenticator'];
  readonly tls?: SmtpServices['tls'];
  /** Left out: nobody measures. */
  readonly tracer?: Tracer;
  readonly limits?: Partial<SmtpLimits>;
  readonly log: EventLog;
}

export interface SmtpServer {
  /**
   * @param port 0 takes a free one. @param rules port 25 without TLS and passwords when left out
   * @returns the bound port. Rejects with the system's error when the address cannot be bound.
   */
  listen(host: string, port: number, rules?: ListenerRules): Promise<number>;
  /** Takes no more connections, ends idle sessions with 421, lets messages finish for `graceSeconds`, then cuts what is left. */
  stop(graceSeconds: number): Promise<void>;
}

interface Running {
  readonly connection: Connection;
  readonly role: ListenerRules['role'];
  readonly ended: Promise<void>;
}

const PLAIN: ListenerRules = { role: 'smtp', starttls: false, plaintextLogin: false };

/** SMTP (RFC 5321) and submission (RFC 6409) in front of the stages and the queue. */
export function createSmtpServer(options: SmtpServerOptions): SmtpServer {
  const { hostname, banner, directory, queue, settings, observers, ports, log } = options;
  const limits = { ...SMTP_LIMITS, ...options.limits };
  const services: SmtpServices = {
    hostname,
    banner,
    directory,
    domains: options.domains ?? null,
    policy: { route: routeFor(settings), settings, observers, ports, log, tracer: options.tracer ?? NO_TRACER },
    queue,
    notices: options.notices ?? null,
    access: options.access ?? NOBODY_TRUSTED,
    authenticator: options.authenticator ?? null,
    tls: options.tls ?? null,
    limits,
  };
  const budget = new ByteBudget(limits.maxInFlightBytes);
  const sessions = new Map<SmtpSession, Running>();
  /** Sessions by listener: strangers who fill port 25 do not keep users from theirs. */
  const counts = new Map<ListenerRules['role'], number>();
  const servers: Server[] = [];

  /** False: all sessions of a listener are taken, and none has kept us waiting long enough to be ended for a new one. */
  const hasRoom = (role: ListenerRules['role']): boolean => {
    const taken = counts.get(role) ?? 0;
    if (taken < limits.maxConnections) return true;
    // Those that are on their way out already are not waited for: at most twice as many sockets as sessions.
    if (taken >= 2 * limits.maxConnections) return false;
    let idlest: SmtpSession | null = null;
    let idleSeconds = limits.stressIdleSeconds;
    for (const [session, running] of sessions) {
      if (running.role !== role || session.idleSeconds < idleSeconds) continue;
      idlest = session;
      idleSeconds = session.idleSeconds;
    }
    if (idlest === null) return false;
    log('smtp.crowded', { role, sessions: taken, idleSeconds: Math.round(idleSeconds) });
    idlest.makeRoom();
    return true;
  };

  const admit = (socket: Socket, rules: ListenerRules): void => {
    const address = canonicalAddress(socket.remoteAddress ?? '');
    const connection = new Connection(socket, limits.idleSeconds);
    if (!hasRoom(rules.role)) {
      log('smtp.refused', { client: address, role: rules.role, sessions: sessions.size });
      // Behind a handshake that has not been made, nobody would understand a word.
      const busy = replyText(farewell(421, '4.3.2', 'Too many connections, try again later'));
      if (rules.role === 'submissions') connection.destroy();
      else void connection.write([busy]).then(() => connection.end());
      return;
    }
    const session = new SmtpSession(services, rules, connection, address, budget);
    counts.set(rules.role, (counts.get(rules.role) ?? 0) + 1);
    const ended = session.run().finally(() => {
      sessions.delete(session);
      counts.set(rules.role, (counts.get(rules.role) ?? 1) - 1);
    });
    sessions.set(session, { connection, role: rules.role, ended });
  };

  return {
    listen(host, port, rules = PLAIN) {
      // A client that has said all may still be reading: half-open sockets are closed by the session.
      const server = createServer({ allowHalfOpen: true }, (socket) => admit(socket, rules));
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          servers.push(server);
          server.off('error', reject);
          server.on('error', (error) => log('smtp.listener', { role: rules.role, error: String(error) }));
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
