// Why a session ends before its client says so, and the one recognition that needs no command: a TLS handshake on a plain port.
import { farewell } from './reply.ts';

export const EARLY = farewell(554, '5.5.1', 'You spoke before the greeting');
export const STOPPING = farewell(421, '4.3.2', 'Going down, try again later');
export const CROWDED = farewell(421, '4.3.2', 'Too many connections, and yours is idle');
export const TIMEOUT = farewell(421, '4.4.2', 'Timeout');
export const BARE = farewell(500, '5.5.2', 'Bare CR or LF in a command: lines end with CR LF');
export const BINARY = farewell(500, '5.5.2', 'NUL in a command');
export const HANDSHAKE = farewell(
  554,
  '5.5.1',
  'TLS does not begin like this here: say STARTTLS first, or use the port for TLS',
);
export const LONG = farewell(500, '5.5.2', 'Line too long');
/** RFC 4954 section 4. */
export const LONG_SASL = farewell(500, '5.5.6', 'Authentication exchange line is too long');
export const HASTY = farewell(554, '5.5.0', 'Improper use of pipelining');
export const INJECTED = farewell(554, '5.5.1', 'Nothing may follow STARTTLS but TLS');
export const CLUMSY = farewell(421, '4.7.0', 'Too many errors');
export const MONSTROUS = farewell(552, '5.3.4', 'Message too large');

/** A TLS handshake where text is expected (RFC 8446 section 5.1: handshake record, version 3.x). */
export const isHandshake = (bytes: Buffer): boolean => bytes[0] === 0x16 && bytes[1] === 0x03;
