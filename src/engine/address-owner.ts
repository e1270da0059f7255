// Whose an address is, by the configuration's accounts and domains.
import type { ServerConfiguration } from '../config/schema.ts';
import type { FindOwner } from './smtp/account-finder.ts';

/**
 * A look-up by canonical address; its case does not count. `postmaster`, alone or at a domain of ours, is the first account's where no
 * account has that address: RFC 5321 section 4.5.1 demands that it is taken.
 */
export function findOwnerIn({ accounts, domains }: Pick<ServerConfiguration, 'accounts' | 'domains'>): FindOwner {
  const known = new Set(accounts.map(({ address }) => address.toLowerCase()));
  const ours = new Set(domains.map((domain) => domain.toLowerCase()));
  const [first] = known;
  return (address) => {
    const key = address.toLowerCase();
    if (known.has(key)) return { kind: 'account', account: key };
    const [local = '', domain = ''] = key.split(/@(?=[^@]*$)/);
    if (local === 'postmaster' && (domain === '' || ours.has(domain)))
      return first === undefined ? { kind: 'unknown' } : { kind: 'account', account: first };
    return { kind: ours.has(domain) ? 'unknown' : 'foreign' };
  };
}
