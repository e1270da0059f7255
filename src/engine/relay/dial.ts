// Opens the connections of the relay: TCP, then TLS over it (RFC 3207). Failures are values.
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export type Dialled =
  | { readonly kind: 'socket'; readonly socket: Socket }
  /** `text` is for people, e.g. `connection refused`. */
  | { readonly kind: 'failed'; readonly text: string };

export interface TlsWishes {
  /** Name of the server, for SNI and its certificate. */
  readonly serverName: string;
  /** The certificate has to be valid and to name the server. */
  readonly verify: boolean;
  /** Certificates that are trusted instead of the system's, PEM. */
  readonly trusted?: readonly string[];
}

const TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'timed out',
};

const textOf = ({ code = '', message }: NodeJS.ErrnoException): string => TEXTS[code] ?? (code || message);

/** Waits for `event`, the first error, or the end of the time. On failure the socket is destroyed. */
function ready(socket: Socket, event: 'connect' | 'secureConnect', timeoutSeconds: number): Promise<Dialled> {
  return new Promise((resolve) => {
    const finish = (dialled: Dialled): void => {
      clearTimeout(timer);
      // Errors from now on end in `close`; whoever reads sees that.
      socket.on('error', () => {});
      if (dialled.kind === 'failed') socket.destroy();
      resolve(dialled);
    };
    const timer = setTimeout(() => finish({ kind: 'failed', text: 'timed out' }), timeoutSeconds * 1000);
    socket.once(event, () => finish({ kind: 'socket', socket }));
    socket.once('error', (error) => finish({ kind: 'failed', text: textOf(error) }));
    socket.once('close', () => finish({ kind: 'failed', text: 'connection lost' }));
  });
}

/** @param address an IP address: names are looked up elsewhere. @param signal cuts the connection, now or later */
export function dial(address: string, port: number, timeoutSeconds: number, signal?: AbortSignal): Promise<Dialled> {
  if (signal?.aborted) return Promise.resolve({ kind: 'failed', text: 'stopped' });
  const socket = connect({ host: address, port, family: isIP(address) });
  const cut = () => socket.destroy();
  signal?.addEventListener('abort', cut, { once: true });
  socket.once('close', () => signal?.removeEventListener('abort', cut));
  return ready(socket, 'connect', timeoutSeconds);
}

/** Puts TLS over a connected socket, which nobody else reads any more. */
export function secure(socket: Socket, wishes: TlsWishes, timeoutSeconds: number): Promise<Dialled> {
  const { serverName, verify, trusted } = wishes;
  const tls = connectTls({
    socket,
    rejectUnauthorized: verify,
    minVersion: 'TLSv1.2',
    ...(isIP(serverName) ? { host: serverName } : { servername: serverName, host: serverName }),
    ...(trusted === undefined ? {} : { ca: [...trusted] }),
  });
  return ready(tls, 'secureConnect', timeoutSeconds);
}
