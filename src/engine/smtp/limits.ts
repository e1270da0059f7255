// The bounds of an SMTP server, in one place. Defaults are Postfix's where it has one; the rest are assumptions [A].
import { HOUR_SECONDS, MIB } from '../../core/units.ts';

export interface SmtpLimits {
  /** Row 7.1. */
  readonly maxMessageBytes: number;
  readonly maxRecipients: number;
  /** Received lines of a message. */
  readonly maxHops: number;
  /** Sessions at once. */
  readonly maxConnections: number;
  /** Bytes of all messages being received together [A]. */
  readonly maxInFlightBytes: number;
  /** A client that speaks within this time, before the greeting, is no mail server. Postscreen waits 6 s; off unless set. */
  readonly greetingDelaySeconds: number;
  /** From the end of one command to the end of the next, and between two pieces of a message: smtpd_timeout. */
  readonly idleSeconds: number;
  /** One whole message [A]. */
  readonly dataSeconds: number;
  /** Errors of a client after which its answers are slowed down, and by how much: smtpd_soft_error_limit, smtpd_error_sleep_time. */
  readonly softErrors: number;
  readonly errorSleepSeconds: number;
  /** Errors after which the session ends: smtpd_hard_error_limit. */
  readonly hardErrors: number;
  /** NOOP, RSET, VRFY and HELP since the last message, beyond which each is an error: smtpd_junk_command_limit. */
  readonly junkCommands: number;
}

export const SMTP_LIMITS: SmtpLimits = {
  maxMessageBytes: 10_240_000,
  maxRecipients: 1000,
  maxHops: 50,
  maxConnections: 100,
  maxInFlightBytes: 256 * MIB,
  greetingDelaySeconds: 0,
  idleSeconds: 300,
  dataSeconds: HOUR_SECONDS,
  softErrors: 10,
  errorSleepSeconds: 1,
  hardErrors: 20,
  junkCommands: 100,
};

/** A command line with its line end: Postfix's line_length_limit; RFC 5321 section 4.5.3.1 demands 512. */
export const MAX_LINE_BYTES = 2048;
/** A message too large is read this many times its limit, so that the client hears why; then the session ends [A]. */
export const OVERSIZE_FACTOR = 4;
