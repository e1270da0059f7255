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
  /** NOOP, RSET, VRFY, HELP and ETRN since the last message: smtpd_junk_command_limit. Beyond it every ten cost a second (row 7.8). */
  readonly junkCommands: number;
  readonly junkSleepSeconds: number;
  /** Commands that come before the answer they have to wait for end the session (row 7.8). */
  readonly refusePipelining: boolean;
  /** Failed logins of one session [A]: as many as for IMAP. */
  readonly maxFailedLogins: number;
  /** The TLS handshake [A]; Postfix gives 300 s, 10 s under stress. */
  readonly handshakeSeconds: number;
  /** When all sessions are taken, one that was idle this long makes room: Postfix's time-out under stress. */
  readonly stressIdleSeconds: number;
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
  junkSleepSeconds: 1,
  refusePipelining: true,
  maxFailedLogins: 5,
  handshakeSeconds: 30,
  stressIdleSeconds: 10,
};

/** A command line with its line end: Postfix's line_length_limit; RFC 5321 section 4.5.3.1 demands 512. */
export const MAX_LINE_BYTES = 2048;
/** One line of a SASL exchange (RFC 4954 section 4). */
export const MAX_SASL_LINE_BYTES = 12_288;
/** One header field with its continuation lines: Postfix's header_size_limit. */
export const MAX_HEADER_FIELD_BYTES = 102_400;
/** Header fields of a message [A]: far more than any mail has. */
export const MAX_HEADER_FIELDS = 10_000;
/** Junk commands that cost a second once the limit is passed (row 7.8), and count as one error. */
export const JUNK_STRIDE = 10;
/** A message too large is read this many times its limit, so that the client hears why; then the session ends [A]. */
export const OVERSIZE_FACTOR = 4;
