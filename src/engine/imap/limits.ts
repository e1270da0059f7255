// The bounds of an IMAP server, in one place. A limit that a standard or a known server sets names it; the rest are assumptions.
import { GIB, KIB, MIB, MINUTE_SECONDS } from '../../core/units.ts';

export interface ImapLimits {
  /** A message appended by a client. Row 7.1 of the guide, default of Postfix. */
  readonly maxMessageBytes: number;
  /** Sessions at once, in all and from one address [A]. */
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** From the connection to a successful login [A]; Dovecot gives 180 s. */
  readonly loginSeconds: number;
  /** Without a command. RFC 3501 section 5.4 demands at least 30 minutes. */
  readonly idleSeconds: number;
  /** Between two pieces of one command, and for a client to take what was written [A]. */
  readonly stallSeconds: number;
  /** Bytes of literals being received by all sessions together [A]. */
  readonly maxLiteralBytesInFlight: number;
  /** Commands that make no sense before the session is closed: Postfix's hard error limit, 20; half of it before login. */
  readonly maxBadCommands: number;
  /** Failed logins of one session [A]. */
  readonly maxFailedLogins: number;
  /** Mailboxes of one account [A]. */
  readonly maxMailboxes: number;
  /** Bytes of messages that one SEARCH may read [A]. */
  readonly maxSearchBytes: number;
}

export const IMAP_LIMITS: ImapLimits = {
  maxMessageBytes: 10_240_000,
  maxConnections: 1000,
  maxConnectionsPerAddress: 50,
  loginSeconds: MINUTE_SECONDS,
  idleSeconds: 30 * MINUTE_SECONDS,
  stallSeconds: 2 * MINUTE_SECONDS,
  maxLiteralBytesInFlight: 64 * MIB,
  maxBadCommands: 20,
  maxFailedLogins: 5,
  maxMailboxes: 1000,
  maxSearchBytes: 4 * GIB,
};

/** What one command may hold. */
export interface CommandBounds {
  /** The command without its literals. */
  readonly textBytes: number;
  /** One literal, and all literals of the command together. */
  readonly literalBytes: number;
  readonly totalLiteralBytes: number;
  /** Refused literals that are read and thrown away; past it the session ends. */
  readonly skipBytes: number;
}

/** How many literals a command may have: the most that a sensible client sends (APPEND has two, SEARCH a few). */
export const MAX_LITERALS = 16;

/** Before login nothing large is needed, so nothing large is taken. */
export const GUEST_BOUNDS: CommandBounds = {
  textBytes: 8 * KIB,
  literalBytes: 8 * KIB,
  totalLiteralBytes: 8 * KIB,
  skipBytes: 0,
};

/** After login: only APPEND takes a message. @param text the command as far as it is known */
export function userBounds(text: string, { maxMessageBytes }: ImapLimits): CommandBounds {
  const small = {
    textBytes: 64 * KIB,
    literalBytes: 8 * KIB,
    totalLiteralBytes: 64 * KIB,
    skipBytes: 4 * maxMessageBytes,
  };
  if (!/^[^ ]{1,64} APPEND /i.test(text)) return small;
  return { ...small, literalBytes: maxMessageBytes, totalLiteralBytes: maxMessageBytes + 8 * KIB };
}
