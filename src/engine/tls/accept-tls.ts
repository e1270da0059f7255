// The server's side of one TLS handshake over a socket that is connected already, within a time. Knows no protocol above it.
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** @returns the protected socket, paused, or why there is none; then the socket is of no more use. */
export function acceptTls(socket: Socket, context: SecureContext, timeoutSeconds: number): Promise<TLSSocket | string> {
  if (socket.destroyed) return Promise.resolve('closed');
  return new Promise((resolve) => {
    const protectedSocket = new TLSSocket(socket, { isServer: true, secureContext: context, requestCert: false });
    const settle = (result: TLSSocket | string): void => {
      clearTimeout(timer);
      protectedSocket.off('secure', onSecure);
      protectedSocket.off('close', onGone);
      protectedSocket.off('end', onGone);
      resolve(result);
    };
    const onSecure = (): void => settle(protectedSocket);
    // A client that says no more will not make the handshake, though half of the connection stands.
    const onGone = (): void => {
      settle('closed');
      protectedSocket.destroy();
    };
    const timer = setTimeout(() => {
      settle('timeout');
      protectedSocket.destroy();
    }, timeoutSeconds * 1000);
    // Stays: an error behind the handshake ends in `close`, which whoever uses the socket hears.
    protectedSocket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? 'error'));
    protectedSocket.on('secure', onSecure);
    protectedSocket.on('close', onGone);
    protectedSocket.on('end', onGone);
  });
}
