// What OpenSSL is told of every handshake of this server.
import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/**
 * Renegotiation (TLS 1.2) costs the server more than the client and is needed by none: it is refused.
 * @param pem certificates and key. @throws when they do not fit each other
 */
export const secureContext = (
  pem: { readonly certificate: string; readonly key: string },
  minVersion: TlsVersion,
): SecureContext =>
  createSecureContext({
    cert: pem.certificate,
    key: pem.key,
    minVersion,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_CIPHER_SERVER_PREFERENCE,
  });
