// How long another server may take for each step: Postfix's defaults (smtp_*_timeout), which keep to RFC 5321 section 4.5.3.2
// but for the last, longest wait being its 10 minutes.

export interface RelayTimeouts {
  readonly connectSeconds: number;
  /** Greeting, EHLO, AUTH. */
  readonly helloSeconds: number;
  /** STARTTLS with its handshake. */
  readonly tlsSeconds: number;
  readonly mailSeconds: number;
  readonly rcptSeconds: number;
  /** Until 354. */
  readonly dataInitSeconds: number;
  /** Each write of the message. */
  readonly dataBlockSeconds: number;
  /** The answer to the last dot. */
  readonly dataDoneSeconds: number;
}

export const RELAY_TIMEOUTS: RelayTimeouts = {
  connectSeconds: 30,
  helloSeconds: 300,
  tlsSeconds: 300,
  mailSeconds: 300,
  rcptSeconds: 300,
  dataInitSeconds: 120,
  dataBlockSeconds: 180,
  dataDoneSeconds: 600,
};
