// What all SMTP sessions share, and what one listener allows.
import type { SecureContext } from 'node:tls';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Directory } from '../directory.ts';
import type { MailDomains } from '../domains/mail-domains.ts';
import type { Notices } from '../notices/notices.ts';
import type { Queue } from '../queue/queue.ts';
import type { Policy } from '../run-phase.ts';
import type { AccessSettings, Role } from './access-policy.ts';
import type { SmtpLimits } from './limits.ts';

export interface SmtpServices {
  readonly hostname: string;
  /** Text of the greeting behind the host name. */
  readonly banner: string;
  readonly directory: Directory;
  /** What domains do to the mail of their users; null: nothing. */
  readonly domains: MailDomains | null;
  readonly policy: Policy;
  readonly queue: Pick<Queue, 'newId' | 'submit'>;
  /** Tells senders and the administrator of blocked mail; nobody by default. */
  readonly notices?: Notices | null;
  readonly access: AccessSettings;
  /** Null: nobody can log in (row 7.4). */
  readonly authenticator: Authenticator | null;
  /** The certificate and key for new handshakes; null: no TLS. */
  readonly tls: (() => SecureContext) | null;
  readonly limits: SmtpLimits;
}

export interface ListenerRules {
  readonly role: Role;
  /** STARTTLS is offered. */
  readonly starttls: boolean;
  /** A password may cross the wire without TLS. The caller says true only for listeners on loopback. */
  readonly plaintextLogin: boolean;
}
