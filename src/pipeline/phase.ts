// The moments of an SMTP session at which stages are visited, in their order.

/** `connect`: the client is there; `mail`: MAIL FROM; `rcpt`: once a RCPT TO; `data`: the message is complete. */
export type Phase = 'connect' | 'mail' | 'rcpt' | 'data';

export const PHASES: readonly Phase[] = ['connect', 'mail', 'rcpt', 'data'];
