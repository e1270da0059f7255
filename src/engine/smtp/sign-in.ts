// AUTH (RFC 4954): from the command to the account, or the reply that it gets. Knows no session; never logs what the client sent.
import type { Authenticator } from '../auth/authenticator.ts';
import { type AskClient, readCredentials, SASL_MECHANISMS } from '../auth/sasl.ts';
import type { EventLog } from '../log/event-log.ts';
import type { AuthCommand } from './commands.ts';
import { farewell, type Reply, reply } from './reply.ts';

export const LOGGED_IN = reply(235, '2.7.0', 'Authentication successful');
const BUSY = reply(454, '4.7.0', 'Temporary authentication failure');

interface SignIn {
  readonly authenticator: Authenticator;
  readonly clientAddress: string;
  readonly ask: AskClient;
  readonly log: EventLog;
}

/** @returns the account, or what is answered instead */
export async function signIn(
  { mechanism, initial }: AuthCommand,
  { authenticator, clientAddress, ask, log }: SignIn,
): Promise<{ readonly account: string } | Reply> {
  const known = SASL_MECHANISMS.find((name) => name === mechanism);
  if (known === undefined) return reply(504, '5.5.4', 'Unrecognized authentication type');
  const given = await readCredentials(known, initial, ask);
  switch (given) {
    case 'gone':
      return farewell(421, '4.4.2', 'No answer');
    case 'cancelled':
      return reply(501, '5.7.0', 'Authentication cancelled');
    case 'malformed':
      return reply(501, '5.5.2', 'Cannot decode that');
    case 'identity':
      return reply(535, '5.7.8', 'Acting for another user is not supported');
  }
  const result = await authenticator.verify(given.user, given.password, clientAddress);
  if ('account' in result) {
    log('smtp.login', { client: clientAddress, account: result.account });
    return result;
  }
  log('smtp.login-refused', { client: clientAddress, why: result.refused });
  return result.refused === 'credentials' ? reply(535, '5.7.8', 'Authentication credentials invalid') : BUSY;
}
