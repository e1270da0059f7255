// Who may log in. Knows accounts and passwords; knows no protocol. Bounded in work, in memory and in what its timing tells.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { HOUR_SECONDS } from '../../core/units.ts';
import { createWorkGate } from '../work-gate.ts';
import { LoginThrottle } from './login-throttle.ts';
import { type DeriveKey, deriveByScrypt, PASSWORD_COST, verifyPassword } from './password.ts';

/** An account as configured: a hash, or (laboratories on loopback only) the plain password. Without either nobody can log in. */
interface AccountCredentials {
  readonly address: string;
  readonly passwordHash?: string | undefined;
  readonly password?: string | undefined;
}

/** `busy`: too many log in at this moment. `throttled`: this address failed too often. In both cases nothing was tried. */
type LoginResult = { readonly account: string } | { readonly refused: 'credentials' | 'busy' | 'throttled' };

export interface Authenticator {
  /** @param user address of the account, any case. @param clientAddress IP address the attempt comes from. */
  verify(user: string, password: string, clientAddress: string): Promise<LoginResult>;
}

export interface AuthenticatorOptions {
  /** Seconds; any epoch. */
  readonly now?: () => number;
  readonly derive?: DeriveKey;
  /** Hashes at once, and logins waiting for one. */
  readonly maxRunning?: number;
  readonly maxWaiting?: number;
  /** How long a verified password is known again without a hash. */
  readonly cacheSeconds?: number;
}

/** Logins of one address that may be under way at once [A]: one guesser must not fill the queue for all. */
const MAX_PENDING_PER_ADDRESS = 16;
const MAX_USER_CHARACTERS = 320;
const MAX_PASSWORD_CHARACTERS = 1024;

interface Known {
  /** Keyed digest of the password that was verified. */
  readonly digest: Buffer;
  readonly untilSeconds: number;
}

/** Verifies passwords. A plain password of the configuration is digested with the process's own key at start and not kept. */
export function createAuthenticator(
  accounts: Iterable<AccountCredentials>,
  options: AuthenticatorOptions = {},
): Authenticator {
  const { now = () => performance.now() / 1000, derive = deriveByScrypt, cacheSeconds = HOUR_SECONDS } = options;
  const gate = createWorkGate(options.maxRunning ?? 2, options.maxWaiting ?? 100);
  const throttle = new LoginThrottle();
  const key = randomBytes(32);
  const hashes = new Map<string, string>();
  const known = new Map<string, Known>();
  const pending = new Map<string, number>();
  // A hash of the usual cost that no password fits: unknown users cost what known ones do.
  const { logN, blockSize, parallelism } = PASSWORD_COST;
  const dummyHash = `scrypt$${logN}$${blockSize}$${parallelism}$${randomBytes(16).toString('base64')}$${randomBytes(32).toString('base64')}`;

  // The hash is part of the digest, so a changed password forgets what was verified under the old one.
  const digestOf = (account: string, password: string): Buffer =>
    createHmac('sha256', key)
      .update(`${account}\0${hashes.get(account) ?? ''}\0${password}`)
      .digest();

  for (const { address, passwordHash, password } of accounts) {
    const account = address.toLowerCase();
    if (passwordHash !== undefined) hashes.set(account, passwordHash);
    else if (password !== undefined)
      known.set(account, { digest: digestOf(account, password), untilSeconds: Number.POSITIVE_INFINITY });
  }

  const isKnown = (account: string, digest: Buffer): boolean => {
    const entry = known.get(account);
    if (!entry) return false;
    if (entry.untilSeconds <= now()) known.delete(account);
    return entry.untilSeconds > now() && timingSafeEqual(entry.digest, digest);
  };

  async function check(account: string, password: string): Promise<boolean | null> {
    const digest = digestOf(account, password);
    if (isKnown(account, digest)) return true;
    const hash = hashes.get(account);
    return gate.run(async () => {
      // Of several logins that waited together, the first pays for all.
      if (isKnown(account, digest)) return true;
      const right = (await verifyPassword(password, hash ?? dummyHash, derive)) && hash !== undefined;
      if (right) known.set(account, { digest, untilSeconds: now() + cacheSeconds });
      return right;
    });
  }

  return {
    async verify(user, password, clientAddress) {
      const account = user.slice(0, MAX_USER_CHARACTERS).toLowerCase();
      if (throttle.waitSeconds(clientAddress, account, now()) > 0) return { refused: 'throttled' };
      const underWay = pending.get(clientAddress) ?? 0;
      if (underWay >= MAX_PENDING_PER_ADDRESS) return { refused: 'busy' };
      pending.set(clientAddress, underWay + 1);
      try {
        const right = await check(account, password.slice(0, MAX_PASSWORD_CHARACTERS + 1));
        if (right === null) return { refused: 'busy' };
        if (!right || password.length > MAX_PASSWORD_CHARACTERS || user.length > MAX_USER_CHARACTERS) {
          throttle.failed(clientAddress, account, now());
          return { refused: 'credentials' };
        }
        throttle.succeeded(clientAddress, account);
        return { account };
      } finally {
        const left = (pending.get(clientAddress) ?? 1) - 1;
        if (left > 0) pending.set(clientAddress, left);
        else pending.delete(clientAddress);
      }
    },
  };
}
