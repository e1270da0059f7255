// Counts logins by what came of them. The authenticator behind it does the rest.
import type { Authenticator } from '../auth/authenticator.ts';

/** @param count told `ok`, or why it was refused */
export const countLogins = (authenticator: Authenticator, count: (result: string) => void): Authenticator => ({
  async verify(user, password, clientAddress) {
    const result = await authenticator.verify(user, password, clientAddress);
    count('account' in result ? 'ok' : result.refused);
    return result;
  },
});
