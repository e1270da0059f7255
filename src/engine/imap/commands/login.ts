// LOGIN (RFC 3501 section 6.2.3), and what every way of logging in shares.
import { type Completion, done, type ImapCommand, refuse, type SessionContext } from '../command.ts';
import { capabilityText } from './capability.ts';

/** Refusal of a password on an open wire (RFC 3501 section 6.2.3, RFC 5530). */
export const PRIVACY_REQUIRED = refuse('PRIVACYREQUIRED', 'Logging in needs an encrypted connection');

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/** Asks the authenticator and moves the session on. @param user, password bytes as latin1 strings */
export async function logIn(context: SessionContext, user: string, password: string): Promise<Completion> {
  const { authenticator, log } = context.services;
  const result = await authenticator.verify(utf8(user), utf8(password), context.clientAddress);
  if ('account' in result) {
    context.state = { kind: 'authenticated', account: result.account };
    log('imap.login', { client: context.clientAddress, account: result.account });
    return done('Logged in', `CAPABILITY ${capabilityText(context)}`);
  }
  context.failedLogins += 1;
  log('imap.login-refused', { client: context.clientAddress, why: result.refused });
  if (result.refused === 'credentials') return refuse('AUTHENTICATIONFAILED', 'Wrong user or password');
  return refuse('UNAVAILABLE', result.refused === 'busy' ? 'Too many logins at once, try again' : 'Try again later');
}

export const login: ImapCommand = {
  allowedIn: 'notAuthenticated',
  async run(reader, context) {
    reader.space();
    const user = reader.astring();
    reader.space();
    const password = reader.astring();
    reader.end();
    return context.services.allowPlaintextLogin ? logIn(context, user, password) : PRIVACY_REQUIRED;
  },
};
