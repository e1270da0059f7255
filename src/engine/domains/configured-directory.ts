// The directory of a configuration: its accounts and domains.
import type { ServerConfiguration } from '../../config/schema.ts';
import type { Directory } from '../directory.ts';

/**
 * Looks up canonical addresses; their case does not count. `postmaster`, alone or at a domain of ours, is the first account's where no
 * account has that address: RFC 5321 section 4.5.1 demands that it is taken.
 */
export function configuredDirectory({
  accounts,
  domains,
}: Pick<ServerConfiguration, 'accounts' | 'domains'>): Directory {
  const known = new Set(accounts.map(({ address }) => address.toLowerCase()));
  const ours = new Set(domains.map((domain) => domain.toLowerCase()));
  const [first] = known;
  const mailbox = (account: string) => ({ kind: 'known', targets: [{ address: account, account }] }) as const;
  return {
    resolve(address) {
      const key = address.toLowerCase();
      if (known.has(key)) return mailbox(key);
      const [local = '', domain = ''] = key.split(/@(?=[^@]*$)/);
      if (local === 'postmaster' && (domain === '' || ours.has(domain)))
        return first === undefined ? { kind: 'unknown' } : mailbox(first);
      return { kind: ours.has(domain) ? 'unknown' : 'foreign' };
    },
    maySendAs: (account, address) => account.toLowerCase() === address.toLowerCase(),
  };
}
