// What a configuration says of SMTP sessions, in the terms of the sessions.
import { isLoopback } from '../../config/listeners.ts';
import type { ServerConfiguration } from '../../config/schema.ts';
import type { AccessSettings, Role } from './access-policy.ts';
import type { SmtpLimits } from './limits.ts';
import type { ListenerRules } from './services.ts';

/** Rows 7.4, 7.10. */
export function configuredAccess({ smtp, relay }: Pick<ServerConfiguration, 'smtp' | 'relay'>): AccessSettings {
  const { exemptLocalNetworks, localNetworks, senderMustBelongToLogin, trustedMaySendAsAnybody } = smtp.authentication;
  return {
    trusted: relay.trusted.map(({ client }) => client),
    exemptNetworks: exemptLocalNetworks ? localNetworks : [],
    senderMustBelongToLogin,
    trustedMaySendAsAnybody,
  };
}

/** Row 6.1. Without TLS a password may cross nothing but this machine. */
export const configuredRules = (role: Role, { listeners }: Pick<ServerConfiguration, 'listeners'>): ListenerRules => ({
  role,
  starttls: role === 'smtp' ? listeners.smtp.starttls : role === 'submission',
  plaintextLogin: isLoopback(listeners[role].host),
});

/** Rows 7.1, 7.8. */
export const configuredLimits = ({
  limits,
  smtp,
  queue,
}: Pick<ServerConfiguration, 'limits' | 'smtp' | 'queue'>): Partial<SmtpLimits> => ({
  ...limits,
  maxInFlightBytes: queue.maxInFlightBytes,
  refusePipelining: smtp.refusePipelining,
  junkCommands: smtp.maxJunkCommands,
  greetingDelaySeconds: smtp.greetingDelaySeconds,
});
