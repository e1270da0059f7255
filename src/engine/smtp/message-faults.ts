// What can be wrong with a message as a whole, found while it was read, and what is answered to it.
import { type Reply, reply } from './reply.ts';

export interface MessageFaults {
  readonly tooLarge: boolean;
  /** A CR without LF or an LF without CR was seen: what smuggling is made of. */
  readonly bareLineEnd: boolean;
  /** A NUL was seen: mail has none (RFC 5322 section 4 drops it even from the obsolete syntax), and IMAP cannot hand it out. */
  readonly nul: boolean;
  /** There was no memory for it. */
  readonly overloaded: boolean;
}

/** Null when there is no fault. */
export function faultReply({ tooLarge, bareLineEnd, nul, overloaded }: MessageFaults): Reply | null {
  if (tooLarge) return reply(552, '5.3.4', 'Message too large');
  if (bareLineEnd) return reply(550, '5.6.11', 'Bare CR or LF in the message: lines end with CR LF');
  if (nul) return reply(550, '5.6.0', 'NUL in the message');
  if (overloaded) return reply(452, '4.3.1', 'Too much mail at once, try again later');
  return null;
}
