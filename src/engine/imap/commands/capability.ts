// CAPABILITY (RFC 3501 section 6.1.1): only what is really there.
import { done, type ImapCommand, type SessionContext } from '../command.ts';

/** The capabilities of a session in its present state, without the word CAPABILITY. */
export function capabilityText({ services, state }: Pick<SessionContext, 'services' | 'state'>): string {
  const always = 'IMAP4rev1 LITERAL+ SASL-IR ID NAMESPACE UIDPLUS UNSELECT IDLE';
  if (state.kind !== 'notAuthenticated') return always;
  // Without TLS a password may cross the wire only where the owner says so.
  return `${always} ${services.allowPlaintextLogin ? 'AUTH=PLAIN' : 'LOGINDISABLED'}`;
}

export const capability: ImapCommand = {
  allowedIn: 'any',
  async run(reader, context) {
    reader.end();
    await context.send([`* CAPABILITY ${capabilityText(context)}\r\n`]);
    return done('Capabilities listed');
  },
};
